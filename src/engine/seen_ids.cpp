#include "seen_ids.hpp"

#include <algorithm>

#include "shrike/base/hash.hpp"
#include "shrike/base/result.hpp"

namespace shrike::engine {

const SeenIds::First* SeenIds::find_or_add(const std::string& tenant, const std::string& id, First first) {
  const std::uint64_t key = hash64(id, hash64(tenant));
  if (const auto found = ids_.find(key); found != ids_.end()) return &found->second;
  add(key, first);
  return nullptr;
}

void SeenIds::add(std::uint64_t key, First first) {
  if (!ids_.try_emplace(key, first).second) return;
  order_.push_back(key);
  if (order_.size() <= limit_) return;
  ids_.erase(order_.front());
  order_.pop_front();
  ++forgotten_;
}

std::uint64_t SeenIds::save(std::uint64_t from, std::uint64_t to, ByteWriter& out) const {
  SHRIKE_ASSERT(from >= forgotten_ && from <= to);
  const std::uint64_t until = std::min(to, from + kSliceMax);
  out.varint(until - from);
  for (; from < until; ++from) {
    const std::uint64_t key = order_[from - forgotten_];
    const First& first = ids_.at(key);
    out.number(key);
    out.number(first.seq);
    out.number(first.content);
  }
  return until;
}

bool SeenIds::load(ByteReader& in) {
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    const auto key = in.number<std::uint64_t>();
    const auto seq = in.number<domain::Seq>();
    const auto content = in.number<std::uint64_t>();
    if (in.ok()) add(key, {seq, content});
  }
  return in.ok();
}

}  // namespace shrike::engine
