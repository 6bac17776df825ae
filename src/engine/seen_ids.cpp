#include "seen_ids.hpp"

#include "shrike/base/hash.hpp"

namespace shrike::engine {

const SeenIds::First* SeenIds::find_or_add(const std::string& tenant, const std::string& id, First first) {
  const std::uint64_t key = hash64(id, hash64(tenant));
  const auto [found, fresh] = ids_.try_emplace(key, first);
  if (!fresh) return &found->second;
  order_.push_back(key);
  if (order_.size() > limit_) {
    ids_.erase(order_.front());
    order_.pop_front();
  }
  return nullptr;
}

}  // namespace shrike::engine
