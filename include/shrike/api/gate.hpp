#pragma once
// Before anybody is known: where a request really comes from, and whether it may come so often.
#include <optional>
#include <string>

#include "shrike/access/access.hpp"
#include "shrike/access/address_list.hpp"
#include "shrike/access/rate_limit.hpp"
#include "shrike/server/message.hpp"

namespace shrike::api {

struct GateSettings {
  access::AddressList trusted_proxies;  ///< whose X-Forwarded-For and X-Forwarded-Proto count
  access::RateSettings rates;
};

/// I/O thread only.
class Gate {
 public:
  Gate(GateSettings settings, const Clock& clock)
      : settings_(std::move(settings)),
        keys_(clock, settings_.rates.per_key),
        tenants_(clock, settings_.rates.per_tenant),
        addresses_(clock, settings_.rates.per_address) {}

  struct Origin {
    std::string address;  ///< of the client: the last of X-Forwarded-For that is no trusted proxy
    bool https = false;   ///< by our own TLS, or a trusted proxy says so
  };
  [[nodiscard]] Origin origin_of(const server::RequestHead& head) const;

  /// What is left to whoever asks: of the buckets that a request took from, the one with least in it.
  struct Allowance {
    std::optional<access::RateLimit::Verdict> tightest;
    /// RateLimit-Limit, -Remaining, -Reset (seconds until the bucket is full), where there is a limit; once.
    void add_headers(server::Response& response) const;
  };
  /// The 429 of an address that sends too often, or nullopt.
  std::optional<server::Response> limit_address(const std::string& address, Allowance& allowance);
  /// The same of a key or session, and of its tenant.
  std::optional<server::Response> limit_identity(const access::Identity& who, Allowance& allowance);

 private:
  GateSettings settings_;
  access::RateLimit keys_;
  access::RateLimit tenants_;
  access::RateLimit addresses_;
};

}  // namespace shrike::api
