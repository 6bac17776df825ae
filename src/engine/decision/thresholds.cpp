#include "thresholds.hpp"

#include "shrike/domain/event_codec.hpp"

namespace shrike::engine {

void Thresholds::set(const std::string& tenant, const domain::ThresholdChange& change) {
  auto found = tenants_.find(tenant);
  if (found == tenants_.end()) {
    if (tenants_.size() >= kTenantsMax) return;
    found = tenants_.emplace(tenant, OfTenant()).first;
  }
  (change.about == domain::EventKind::message ? found->second.messages : found->second.transactions) =
      change.review_from;
}

std::optional<double> Thresholds::of(const std::string& tenant, domain::EventKind about) const {
  if (tenants_.empty()) return std::nullopt;
  const auto found = tenants_.find(tenant);
  if (found == tenants_.end()) return std::nullopt;
  return about == domain::EventKind::message ? found->second.messages : found->second.transactions;
}

void Thresholds::save(ByteWriter& out) const {
  out.varint(tenants_.size());
  for (const auto& [tenant, set] : tenants_) {
    out.text(tenant);
    domain::append_review_from(out, set.transactions);
    domain::append_review_from(out, set.messages);
  }
}

bool Thresholds::load(ByteReader& in) {
  tenants_.clear();
  const std::uint64_t count = in.varint();
  if (count > kTenantsMax) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string tenant(in.text());
    OfTenant set;
    if (!domain::read_review_from(in, set.transactions) || !domain::read_review_from(in, set.messages)) return false;
    tenants_.insert_or_assign(std::move(tenant), set);
  }
  return in.ok();
}

}  // namespace shrike::engine
