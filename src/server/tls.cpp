#include "shrike/server/tls.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "server/tls_context.hpp"
#include "server/tls_counts.hpp"
#include "server/tls_transport.hpp"

namespace shrike::server {

namespace {

constexpr std::size_t kFileBytesMax = 256 * 1024;
using Digest = std::array<unsigned char, 32>;

/// A text that is wiped when it goes.
struct Secret {
  std::string text;
  Secret() = default;
  Secret(Secret&&) = default;
  Secret& operator=(Secret&&) = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
};

Result<Secret> read_file(std::string_view setting, const std::string& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  Secret secret;
  secret.text.resize(kFileBytesMax + 1);
  if (in) in.read(secret.text.data(), static_cast<std::streamsize>(secret.text.size()));
  if (in.bad() || (in.gcount() == 0 && errno != 0))
    return io_error(fmt::format("{}: cannot be read: {}", setting, std::strerror(errno)));
  secret.text.resize(static_cast<std::size_t>(in.gcount()));
  if (secret.text.size() > kFileBytesMax)
    return invalid(fmt::format("{}: is longer than {} bytes", setting, kFileBytesMax));
  return secret;
}

Digest digest_of(const Secret& certificate, const Secret& key) {
  Digest digest{};
  const std::string both = fmt::format("{} {}", certificate.text.size(), certificate.text);
  Secret whole;
  whole.text = both + key.text;
  unsigned size = 0;
  SHRIKE_ASSERT(EVP_Digest(whole.text.data(), whole.text.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
  return digest;
}

}  // namespace

struct Tls::Impl {
  TlsFiles files;
  std::shared_ptr<TlsCounts> counts;
  std::shared_ptr<std::atomic<TimeUs>> expires_at_us;  // the metrics may outlive us
  TlsContext current;
  Digest digest{};

  Result<bool> load() {
    auto certificate = read_file("tls.certificate", files.certificate);
    if (!certificate) return certificate.error();
    auto key = read_file("tls.key", files.key);
    if (!key) return key.error();
    const Digest now = digest_of(*certificate, *key);
    if (current.context && now == digest) return false;
    auto made = make_tls_context(certificate->text, key->text);
    if (!made) return made.error();
    current = std::move(*made);
    digest = now;
    *expires_at_us = current.expires_at_us;
    return true;
  }
};

Tls::Tls(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Tls::~Tls() = default;

Result<std::shared_ptr<Tls>> Tls::open(TlsFiles files, Metrics& metrics, const Clock& clock) {
  auto impl = std::make_unique<Impl>();
  impl->files = std::move(files);
  impl->counts = std::make_shared<TlsCounts>(metrics, clock);
  impl->expires_at_us = std::make_shared<std::atomic<TimeUs>>(0);
  if (auto done = impl->load(); !done) return done.error();
  metrics.gauge("shrike_tls_certificate_expires_seconds",
                "When the first certificate of the chain ends, in seconds since 1970", {},
                [end = impl->expires_at_us] { return static_cast<double>(*end / kSecondUs); });
  return std::shared_ptr<Tls>(new Tls(std::move(impl)));
}

Result<bool> Tls::reload() { return impl_->load(); }

TimeUs Tls::expires_at_us() const { return *impl_->expires_at_us; }

std::unique_ptr<Transport> Tls::protect(std::unique_ptr<Transport> line, std::string remote_address) const {
  return make_tls_transport(impl_->current.context.get(), std::move(line), impl_->counts, std::move(remote_address));
}

}  // namespace shrike::server
