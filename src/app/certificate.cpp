#include "certificate.hpp"

#include "shrike/base/diag.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::app {

Result<std::unique_ptr<Certificate>> Certificate::open(const server::TlsFiles& files, Metrics& metrics,
                                                       const Clock& clock) {
  auto tls = server::Tls::open(files, metrics, clock);
  if (!tls) return tls.error();
  return std::unique_ptr<Certificate>(new Certificate(std::move(*tls), clock));
}

void Certificate::check() {
  const auto changed = tls_->reload();
  if (changed && *changed) diag::info("tls", "new certificate, valid until {}", format_time(tls_->expires_at_us()));
  const std::string failure = changed ? "" : changed.error().message;
  if (failure == failure_) return;
  failure_ = failure;
  if (!failure.empty()) diag::error("tls", "the certificate stays as it was: {}", failure);
}

api::ComponentHealth Certificate::health() const {
  if (!failure_.empty()) return {"tls", "degraded", "the certificate stays as it was: " + failure_};
  const TimeUs end_us = tls_->expires_at_us();
  const std::string end = format_time(end_us);
  const TimeUs now_us = clock_.now_us();
  if (end_us <= now_us) return {"tls", "degraded", "the certificate ended at " + end};
  if (end_us - now_us < kWarnUs) return {"tls", "degraded", "the certificate ends soon, at " + end};
  return {"tls", "ok", "the certificate is valid until " + end};
}

}  // namespace shrike::app
