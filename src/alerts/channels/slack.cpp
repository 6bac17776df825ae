// Slack: an incoming webhook with blocks (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
#include <fmt/format.h>

#include "alerts/channels.hpp"
#include "alerts/plain_text.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::alerts {

namespace {

constexpr std::size_t kHeaderMax = 150;  // of a header block
constexpr std::size_t kFieldMax = 2'000;
constexpr std::size_t kFieldsMax = 10;  // of a section block

/// Slack's three control characters; everything else is text.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

void write_text(JsonWriter& out, std::string_view type, std::string_view text) {
  out.begin_object();
  out.field("type", type);
  out.field("text", text);
  out.end_object();
}

void write_header(JsonWriter& out, const Notice& notice) {
  out.begin_object();
  out.field("type", "header");
  out.key("text");
  write_text(out, "plain_text", cut(one_line(notice.title), kHeaderMax));
  out.end_object();
}

void write_fields(JsonWriter& out, const Notice& notice) {
  out.begin_object();
  out.field("type", "section");
  out.key("fields");
  out.begin_array();
  for (std::size_t at = 0; at < std::min(notice.facts.size(), kFieldsMax); ++at) {
    const auto& [label, value] = notice.facts[at];
    write_text(out, "mrkdwn", fmt::format("*{}*\n{}", escaped(label), escaped(cut(one_line(value), kFieldMax / 8))));
  }
  out.end_array();
  out.end_object();
}

void write_link(JsonWriter& out, const Notice& notice) {
  if (notice.link.empty()) return;
  out.begin_object();
  out.field("type", "section");
  out.key("text");
  write_text(out, "mrkdwn", fmt::format("<{}|Open in Shrike>", escaped(notice.link)));
  out.end_object();
}

class Slack final : public AlertChannel {
 public:
  explicit Slack(std::string url) : url_(std::move(url)) {}
  [[nodiscard]] std::string_view name() const override { return "slack"; }
  [[nodiscard]] std::string target() const override { return host_of(url_); }
  [[nodiscard]] TimeUs spacing_us() const override { return kSecondUs; }  // one message a second is Slack's limit
  [[nodiscard]] bool refused_for_good(const Answer& answer) const override {
    return answer.status == 400 || answer.status == 413;
  }

  [[nodiscard]] Request build(const Notice& notice, const Attempt&) const override {
    Request request;
    request.url = url_;
    request.headers = {{"Content-Type", "application/json"}};
    JsonWriter out(request.body);
    out.begin_object();
    out.field("text", escaped(one_line(notice.title)));  // for notifications
    out.key("blocks");
    out.begin_array();
    write_header(out, notice);
    write_fields(out, notice);
    write_link(out, notice);
    out.end_array();
    out.end_object();
    return request;
  }

 private:
  std::string url_;
};

}  // namespace

std::unique_ptr<AlertChannel> make_slack(const AlertSettings& settings) {
  if (settings.slack_url.empty()) return nullptr;
  return std::make_unique<Slack>(settings.slack_url);
}

}  // namespace shrike::alerts
