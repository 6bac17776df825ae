#pragma once
// An event log over a file on the real disk, which ends with the process.
#include <memory>

#include "shrike/base/folder.hpp"
#include "shrike/eventlog/eventlog.hpp"
#include "support/checked.hpp"
#include "support/temp_dir.hpp"

namespace shrike::bench {

inline std::unique_ptr<eventlog::EventLog> open_log(const test::TempDir& dir,
                                                    const eventlog::EventLogSettings& settings, const Clock& clock) {
  auto file = checked(open_folder(dir.path().string())->scratch());
  return checked(eventlog::EventLog::open(std::move(file), settings, clock));
}

}  // namespace shrike::bench
