// Microsoft Teams: a webhook of Workflows with an Adaptive Card (the retired connectors' MessageCard is not used).
// https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
#include "alerts/channels.hpp"
#include "alerts/plain_text.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::alerts {

namespace {

constexpr std::size_t kTextMax = 500;

/// Adaptive Cards render a part of Markdown in text blocks and facts: its characters are taken away from it.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : cut(one_line(text), kTextMax)) {
    if (std::string_view("\\`*_[]()<>#~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

void write_title(JsonWriter& out, const Notice& notice) {
  out.begin_object();
  out.field("type", "TextBlock");
  out.field("text", escaped(notice.title));
  out.field("weight", "Bolder");
  out.field("size", "Large");
  out.field("wrap", true);
  out.field("color", notice.severity == "critical"  ? "Attention"
                     : notice.severity == "warning" ? "Warning"
                                                    : "Default");
  out.end_object();
}

void write_facts(JsonWriter& out, const Notice& notice) {
  out.begin_object();
  out.field("type", "FactSet");
  out.key("facts");
  out.begin_array();
  for (const auto& [label, value] : notice.facts) {
    out.begin_object();
    out.field("title", escaped(label));
    out.field("value", escaped(value));
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

void write_card(JsonWriter& out, const Notice& notice) {
  out.begin_object();
  out.field("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
  out.field("type", "AdaptiveCard");
  out.field("version", "1.4");
  out.key("body");
  out.begin_array();
  write_title(out, notice);
  write_facts(out, notice);
  out.end_array();
  if (!notice.link.empty()) {
    out.key("actions");
    out.begin_array();
    out.begin_object();
    out.field("type", "Action.OpenUrl");
    out.field("title", "Open in Shrike");
    out.field("url", notice.link);
    out.end_object();
    out.end_array();
  }
  out.end_object();
}

class Teams final : public AlertChannel {
 public:
  explicit Teams(std::string url) : url_(std::move(url)) {}
  [[nodiscard]] std::string_view name() const override { return "teams"; }
  [[nodiscard]] std::string target() const override { return host_of(url_); }
  [[nodiscard]] bool refused_for_good(const Answer& answer) const override {
    return answer.status == 400 || answer.status == 413;
  }

  [[nodiscard]] Request build(const Notice& notice, const Attempt&) const override {
    Request request;
    request.url = url_;
    request.headers = {{"Content-Type", "application/json"}};
    JsonWriter out(request.body);
    out.begin_object();
    out.field("type", "message");
    out.key("attachments");
    out.begin_array();
    out.begin_object();
    out.field("contentType", "application/vnd.microsoft.card.adaptive");
    out.key("contentUrl");
    out.null();
    out.key("content");
    write_card(out, notice);
    out.end_object();
    out.end_array();
    out.end_object();
    return request;
  }

 private:
  std::string url_;
};

}  // namespace

std::unique_ptr<AlertChannel> make_teams(const AlertSettings& settings) {
  if (settings.teams_url.empty()) return nullptr;
  return std::make_unique<Teams>(settings.teams_url);
}

}  // namespace shrike::alerts
