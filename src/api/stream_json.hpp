#pragma once
// JSON of the pipeline's state, with rates worked out from one look to the next.
#include <map>
#include <string>

#include "shrike/api/pipeline_view.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::api {

/// Remembers totals to turn them into rates. I/O thread only.
class RateMeter {
 public:
  /// Per second over the last few looks; 0 on the first.
  double rate(std::string_view stage, std::uint64_t total, TimeUs now_us);
  /// True when nothing flowed for kIdleUs.
  [[nodiscard]] bool idle(std::string_view stage, TimeUs now_us) const;

 private:
  struct Mark {
    std::uint64_t total = 0;
    TimeUs at_us = 0;
    TimeUs moved_us = 0;
    double rate = 0;
  };
  std::map<std::string, Mark, std::less<>> marks_;
};

/// What people of another tenant than the operator's see of it: whether events are taken, and the newest event time of
/// their own. The generator and the flow, lags and sizes of the stages are the operator's, and so are the words and the
/// components of health that say nothing of whether events are taken, decided and stored.
PipelineView tenant_view(const PipelineView& view, TimeUs event_time_us);

/// Members event_time, generator, system and stages of Stats (docs/formats/live-protocol.md); the object must be open.
void write_pipeline(JsonWriter& out, const PipelineView& view, RateMeter& meter, TimeUs now_us);
/// The object Health.
void write_health(JsonWriter& out, const PipelineView& view);

}  // namespace shrike::api
