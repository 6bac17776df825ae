#include "model_json.hpp"

#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

std::string time_or_empty(TimeUs time_us) { return time_us == 0 ? std::string() : format_time(time_us); }

}  // namespace

void write_report(JsonWriter& out, const RetrainReport& report) {
  out.begin_object();
  out.field("status", report.activated ? "Model retrained successfully" : "Model retrained, not activated");
  out.field("new_training_samples", report.samples);
  out.field(report.about == "message" ? "scam_samples" : "fraud_samples", report.frauds);
  out.field("legitimate_samples", report.samples - report.frauds);
  out.key("model");
  out.begin_object();
  out.field("id", report.model.id);
  out.field("version", report.model.version);
  out.end_object();
  out.field("activated", report.activated);
  out.field_or_null("reason", report.reason);
  out.key("metrics");
  out.begin_object();
  out.key("before");
  out.raw(report.before_json);
  out.key("after");
  out.raw(report.after_json);
  out.end_object();
  out.end_object();
}

void write_training(JsonWriter& out, const TrainingView& training) {
  out.begin_object();
  out.field("job", training.job);
  out.field("state", training.state);
  out.field_or_null("about", training.about);
  out.field("progress", training.progress);
  out.field_or_null("started_at", time_or_empty(training.started_at_us));
  out.field_or_null("finished_at", time_or_empty(training.finished_at_us));
  out.field_or_null("message", training.message);
  out.key("result");
  if (training.report) {
    write_report(out, *training.report);
  } else {
    out.null();
  }
  out.end_object();
}

void write_model(JsonWriter& out, const ModelView& model) {
  out.begin_object();
  out.field("id", model.ref.id);
  out.field("version", model.ref.version);
  out.field("kind", model.kind);
  out.field("about", to_string(model.about));
  out.field("state", model.state);
  out.field("share_percent", std::uint32_t{model.share_percent});
  out.key("training");
  out.raw(model.summary_json);
  out.end_object();
}

}  // namespace shrike::api
