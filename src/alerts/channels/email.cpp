// E-mail: text and HTML in one message (RFC 5322, 2045 to 2047), handed to the operator's mail server.
#include <fmt/format.h>

#include "alerts/channels.hpp"
#include "alerts/channels/mail_text.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::alerts {

namespace {

std::string plain_of(const Notice& notice) {
  std::string out = notice.title + "\n\n";
  for (const auto& [label, value] : notice.facts) out += fmt::format("{}: {}\n", label, value);
  if (!notice.link.empty()) out += "\n" + notice.link + "\n";
  return out;
}

std::string html_of(const Notice& notice) {
  std::string out = fmt::format("<!doctype html><html><body><h2>{}</h2><table>", html_escaped(notice.title));
  for (const auto& [label, value] : notice.facts) {
    out += fmt::format("<tr><th align=\"left\">{}</th><td>{}</td></tr>", html_escaped(label), html_escaped(value));
  }
  out += "</table>";
  if (!notice.link.empty()) out += fmt::format("<p><a href=\"{}\">Open in Shrike</a></p>", html_escaped(notice.link));
  return out + "</body></html>";
}

class Email final : public AlertChannel {
 public:
  explicit Email(const AlertSettings& settings) : email_(settings.email), smtp_(settings.smtp) {}
  [[nodiscard]] std::string_view name() const override { return "email"; }
  [[nodiscard]] std::string target() const override { return fmt::format("{}:{}", smtp_.host, smtp_.port); }
  /// 5xx is final for a mail, except where the log-in or the encryption failed (530 to 538): that may be put right.
  [[nodiscard]] bool refused_for_good(const Answer& answer) const override {
    return answer.status >= 550 && answer.status < 560;
  }

  [[nodiscard]] Request build(const Notice& notice, const Attempt& attempt) const override {
    Request request;
    const bool tls = smtp_.tls == MailTls::implicit;
    request.url = fmt::format("{}://{}:{}", tls ? "smtps" : "smtp", smtp_.host, smtp_.port);
    request.mail = MailEnvelope{smtp_.user, smtp_.password, email_.from, email_.to, smtp_.tls};
    const std::string domain = email_.from.substr(email_.from.rfind('@') + 1);
    request.body = mail_text({.from = email_.from,
                              .to = email_.to,
                              .subject = "[Shrike] " + notice.title,
                              .message_id = fmt::format("{}@{}", attempt.message_id, domain),
                              .date_us = attempt.time_us,
                              .urgent = notice.severity == "critical",
                              .text = plain_of(notice),
                              .html = html_of(notice)});
    return request;
  }

 private:
  EmailSettings email_;
  SmtpSettings smtp_;
};

}  // namespace

std::unique_ptr<AlertChannel> make_email(const AlertSettings& settings) {
  if (!settings.email.enabled) return nullptr;
  return std::make_unique<Email>(settings);
}

}  // namespace shrike::alerts
