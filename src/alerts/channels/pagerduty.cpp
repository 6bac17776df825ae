// PagerDuty: Events API v2 (https://developer.pagerduty.com/docs/send-alert-event). The incident follows the alert.
#include "alerts/channels.hpp"
#include "alerts/plain_text.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::alerts {

namespace {

constexpr std::size_t kSummaryMax = 1'024;

std::string_view action_of(Event event) {
  if (event == Event::acknowledge) return "acknowledge";
  if (event == Event::resolve) return "resolve";
  return "trigger";
}

void write_payload(JsonWriter& out, const Notice& notice) {
  out.key("payload");
  out.begin_object();
  out.field("summary", cut(one_line(notice.title), kSummaryMax));
  out.field("source", "shrike");
  out.field("severity", notice.severity);
  out.field("timestamp", format_time(notice.time_us));
  out.field("component", notice.decision == nullptr ? "system" : "fraud");
  out.field("group", notice.tenant);
  out.field("class", notice.type);
  out.key("custom_details");
  out.begin_object();
  for (const auto& [label, value] : notice.facts) out.field(label, value);
  out.end_object();
  out.end_object();
}

class Pagerduty final : public AlertChannel {
 public:
  explicit Pagerduty(PagerdutySettings settings) : settings_(std::move(settings)) {}
  [[nodiscard]] std::string_view name() const override { return "pagerduty"; }
  [[nodiscard]] std::string target() const override { return host_of(settings_.url); }
  [[nodiscard]] bool tells(Event) const override { return true; }
  [[nodiscard]] bool refused_for_good(const Answer& answer) const override {
    return answer.status == 400 || answer.status == 413;
  }

  [[nodiscard]] Request build(const Notice& notice, const Attempt&) const override {
    Request request;
    request.url = settings_.url;
    request.headers = {{"Content-Type", "application/json"}};
    JsonWriter out(request.body);
    out.begin_object();
    out.field("routing_key", settings_.routing_key);
    out.field("event_action", action_of(notice.event));
    out.field("dedup_key", notice.alert_id);
    if (action_of(notice.event) == "trigger") {
      write_payload(out, notice);
      out.field("client", "Shrike");
      if (!notice.link.empty()) out.field("client_url", notice.link);
    }
    out.end_object();
    return request;
  }

 private:
  PagerdutySettings settings_;
};

}  // namespace

std::unique_ptr<AlertChannel> make_pagerduty(const AlertSettings& settings) {
  if (settings.pagerduty.routing_key.empty()) return nullptr;
  return std::make_unique<Pagerduty>(settings.pagerduty);
}

}  // namespace shrike::alerts
