#include "shrike/api/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "shrike/access/throttle.hpp"
#include "shrike/base/card_numbers.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::api {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<server::Response> refusal_of(const access::RateLimit::Verdict& verdict, std::string_view who,
                                           Gate::Allowance& allowance) {
  if (verdict.limit <= 0) return std::nullopt;
  if (!allowance.tightest || verdict.left < allowance.tightest->left || !verdict.passes) allowance.tightest = verdict;
  if (verdict.passes) return std::nullopt;
  server::Response response = server::problem(429, fmt::format("Too many requests of this {}.", who));
  response.headers.emplace_back("Retry-After", fmt::format("{:.0f}", std::ceil(verdict.wait_s)));
  allowance.add_headers(response);
  return response;
}

}  // namespace

void Gate::Allowance::add_headers(server::Response& response) const {
  const auto has = std::ranges::find(response.headers, "RateLimit-Limit", &server::NamedText::first);
  if (!tightest || has != response.headers.end()) return;
  response.headers.emplace_back("RateLimit-Limit", fmt::format("{:.0f}", tightest->limit));
  response.headers.emplace_back("RateLimit-Remaining", fmt::format("{:.0f}", tightest->left));
  response.headers.emplace_back("RateLimit-Reset", fmt::format("{:.0f}", std::ceil(tightest->full_s)));
}

Gate::Origin Gate::origin_of(const server::RequestHead& head) const {
  Origin out{head.remote_address, head.over_tls};
  if (settings_.trusted_proxies.empty() || !settings_.trusted_proxies.contains(out.address)) return out;
  out.https = out.https || trimmed(head.header("X-Forwarded-Proto")) == "https";
  // Each proxy appends whom it saw, so the list is read from its end; what a client wrote itself stands before.
  const std::string joined = head.joined("X-Forwarded-For");
  std::string_view rest = joined;
  while (!rest.empty() && settings_.trusted_proxies.contains(out.address)) {
    const std::size_t comma = rest.rfind(',');
    const std::string_view last = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
    if (last.empty() || last.size() > 64) break;
    out.address = mask_card_numbers(last);
  }
  return out;
}

std::optional<server::Response> Gate::limit_address(const std::string& address, Allowance& allowance) {
  if (settings_.rates.per_address <= 0) return std::nullopt;
  return refusal_of(addresses_.take(access::address_group(address)), "address", allowance);
}

std::optional<server::Response> Gate::limit_identity(const access::Identity& who, Allowance& allowance) {
  if (who.role == access::Role::none) return std::nullopt;
  // Names of tokens are of their tenant: two tenants may have the same one.
  if (auto refused = refusal_of(keys_.take(who.tenant + '\n' + who.name), "key", allowance)) return refused;
  return refusal_of(tenants_.take(who.tenant), "tenant", allowance);
}

}  // namespace shrike::api
