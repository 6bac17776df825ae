// Webhook: the alert as JSON, signed in the Standard Webhooks way.
#include <fmt/format.h>

#include "alerts/channels.hpp"
#include "alerts/channels/signature.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::alerts {

namespace {

void write_decision(JsonWriter& out, const domain::Decision& decision) {
  const auto* message = decision.message();
  out.field_or_null("phone_number", message == nullptr ? std::string_view() : message->phone_number);
  out.field("risk_score", decision.risk_score);
  out.field("risk_level", to_string(decision.level));
  out.field_or_null("threat_category", decision.threat_category);
  out.field_or_null("primary_reason", decision.primary_reason());
  out.field("action", to_string(decision.action));
  out.field("decision_id", domain::decision_id(decision.seq()));
  if (const auto* payment = decision.transaction()) {
    out.field_or_null("transaction_id", payment->id);
    out.field_or_null("card", payment->card);
    out.field_or_null("customer_id", payment->customer_id);
    out.field("amount", payment->amount.decimal());
    out.field("currency", payment->amount.currency.text());
  }
}

std::string body_of(const Notice& notice) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("alert_type", notice.type);
  if (notice.decision != nullptr) {
    write_decision(out, *notice.decision);
  } else {
    out.field("severity", notice.severity);
    out.field("title", notice.title);
    out.field("value", notice.value);
    out.field("threshold", notice.threshold);
  }
  out.field("alert_id", notice.alert_id);
  out.field("tenant", notice.tenant);
  out.field("time", format_time(notice.time_us));
  if (notice.group_size > 1) out.field("alerts", notice.group_size);
  if (notice.event != Event::trigger) out.field("event", to_string(notice.event));
  out.end_object();
  return body;
}

class Webhook final : public AlertChannel {
 public:
  explicit Webhook(const WebhookSettings& settings) : url_(settings.url) {
    for (const std::string& secret : settings.secrets) {
      if (auto bytes = read_webhook_secret(secret)) secrets_.push_back(std::move(*bytes));
    }
  }
  [[nodiscard]] std::string_view name() const override { return "webhook"; }
  [[nodiscard]] std::string target() const override { return host_of(url_); }

  [[nodiscard]] Request build(const Notice& notice, const Attempt& attempt) const override {
    Request request;
    request.url = url_;
    request.body = body_of(notice);
    const TimeUs timestamp_s = attempt.time_us / kSecondUs;
    request.headers = {{"Content-Type", "application/json"},
                       {"webhook-id", attempt.message_id},
                       {"webhook-timestamp", fmt::format("{}", timestamp_s)}};
    std::string signatures;
    for (const std::string& secret : secrets_) {
      if (!signatures.empty()) signatures += ' ';
      signatures += sign_webhook(secret, attempt.message_id, timestamp_s, request.body);
    }
    if (!signatures.empty()) request.headers.emplace_back("webhook-signature", signatures);
    return request;
  }

 private:
  std::string url_;
  std::vector<std::string> secrets_;
};

}  // namespace

std::unique_ptr<AlertChannel> make_webhook(const AlertSettings& settings) {
  if (settings.webhook.url.empty()) return nullptr;
  return std::make_unique<Webhook>(settings.webhook);
}

}  // namespace shrike::alerts
