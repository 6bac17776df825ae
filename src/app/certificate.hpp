#pragma once
// The server's certificate while the program runs: looks for new files, says how it is.
#include <memory>
#include <string>

#include "shrike/api/pipeline_view.hpp"
#include "shrike/app/config.hpp"
#include "shrike/server/tls.hpp"

namespace shrike::app {

/// I/O thread only.
class Certificate {
 public:
  /// How long before its end health says so.
  static constexpr TimeUs kWarnUs = 14 * kDayUs;

  /// Errors as of server::Tls::open. `metrics` and `clock` outlive it.
  static Result<std::unique_ptr<Certificate>> open(const server::TlsFiles& files, Metrics& metrics, const Clock& clock);

  /// Takes new files, for connections that begin after this. Files that cannot be used leave the old pair in use; what
  /// is wrong with them goes to diag once, and to health until they are right.
  void check();
  /// The component `tls`: degraded while the files cannot be used, and when the certificate ends soon or has ended.
  [[nodiscard]] api::ComponentHealth health() const;
  [[nodiscard]] const std::shared_ptr<server::Tls>& tls() const { return tls_; }

 private:
  Certificate(std::shared_ptr<server::Tls> tls, const Clock& clock) : tls_(std::move(tls)), clock_(clock) {}

  const std::shared_ptr<server::Tls> tls_;
  const Clock& clock_;
  std::string failure_;  // of the newest files; empty when they are in use
};

}  // namespace shrike::app
