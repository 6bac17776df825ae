#pragma once
// Named instants at which the fault tests kill the process. They exist only in the executable `shrike_fault_points`,
// which is built from the same sources; anywhere else a point compiles to nothing.
#include <algorithm>
#include <array>
#include <string_view>

namespace shrike {

/// Every point. A name that is not here does not compile.
inline constexpr auto kFaultPoints = std::to_array<std::string_view>({
    "eventlog.create.before_header",
    "eventlog.create.before_sync",
    "eventlog.commit.before_write",
    "eventlog.commit.between_segments",
    "eventlog.commit.before_cursors",
    "eventlog.commit.before_sync",
    "eventlog.commit.after_sync",
    "eventlog.recovery.before_cut",
    "eventlog.recovery.before_clear",
    "eventlog.recovery.before_sync",
    "checkpoint.before_first_part",
    "checkpoint.between_parts",
    "checkpoint.before_sync",
    "checkpoint.before_rename",
    "checkpoint.before_sync_names",
    "checkpoint.before_delete_old",
    "checkpoint.load.between_parts",
    "archive.before_begin",
    "archive.before_commit",
    "archive.after_commit",
    "archive.before_park",
    "archive.after_park",
    "migrate.before_script",
    "migrate.before_commit",
    "migrate.after_commit",
    "whole_file.before_rename",
    "whole_file.before_sync_names",
    "subject_keys.before_aside",
    "subject_keys.before_rename",
    "subject_keys.before_overwrite",
    "subject_keys.before_remove",
});

consteval bool is_fault_point(std::string_view name) {
  return std::find(kFaultPoints.begin(), kFaultPoints.end(), name) != kFaultPoints.end();
}

#ifdef SHRIKE_FAULT_POINTS
/// Ends the process with SIGKILL when SHRIKE_FAULT_POINT=name:n names this point and it is reached for the nth time.
void reach_fault_point(std::string_view name);
#define SHRIKE_FAULT_POINT(name)                                                  \
  do {                                                                            \
    static_assert(::shrike::is_fault_point(name), "not in shrike::kFaultPoints"); \
    ::shrike::reach_fault_point(name);                                            \
  } while (false)
#else
#define SHRIKE_FAULT_POINT(name) static_assert(::shrike::is_fault_point(name), "not in shrike::kFaultPoints")
#endif

}  // namespace shrike
