#pragma once
// Entities and their histories, a part of them all.
#include <boost/unordered/unordered_flat_map.hpp>
#include <vector>

#include "history.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::engine {

/// What is known of one entity.
struct EntityState {
  std::uint64_t key = 0;
  TimeUs first_us = 0;             ///< its first payment after the last pause of History::kKeptUs
  std::uint16_t home_country = 0;  ///< the first one named since then
  History history;
};

/// Finds entities by key, and forgets idle ones: with each payment it looks at two entities in turn and drops those
/// that have had none while the newest event time here moved on by kIdleUs. That is past every window of a payment that
/// comes in time, so what is dropped can be missed by none. Same events, same state: the turn is part of it.
class EntityShard {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr TimeUs kIdleUs = History::kKeptUs + History::kLateUsMax;

  /// Its place, until the next forget_idle(); kNone where it is not known.
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const;
  /// Its place; makes it where it is not known.
  std::uint32_t find_or_add(std::uint64_t key);
  [[nodiscard]] const EntityState& at(std::uint32_t place) const { return entities_[place]; }
  [[nodiscard]] EntityState& at(std::uint32_t place) { return entities_[place]; }
  /// Notes a payment of the entity at that place.
  void touch(std::uint32_t place, TimeUs time_us);
  /// Looks at two more entities.
  void forget_idle();

  [[nodiscard]] std::size_t size() const { return entities_.size(); }
  [[nodiscard]] bool knows(domain::Seq seq) const { return as_of_ != 0 && seq <= as_of_; }

  void save(ByteWriter& out) const;
  /// Into an empty shard. False on bytes that are not as written, or with a key that `belongs` refuses.
  bool load(domain::Seq as_of, bool (*belongs)(std::uint64_t key, std::size_t shard), std::size_t shard,
            ByteReader& in);

 private:
  void drop(std::uint32_t place);

  boost::unordered_flat_map<std::uint64_t, std::uint32_t> places_;
  std::vector<EntityState> entities_;
  std::vector<TimeUs> touched_us_;  // by place: newest_us_ at the entity's last payment
  TimeUs newest_us_ = -History::kFarthestUs;
  std::uint32_t turn_ = 0;
  domain::Seq as_of_ = 0;
};

}  // namespace shrike::engine
