#include "entity_shard.hpp"

#include <algorithm>

namespace shrike::engine {

std::uint32_t EntityShard::find(std::uint64_t key) const {
  const auto found = places_.find(key);
  return found == places_.end() ? kNone : found->second;
}

std::uint32_t EntityShard::find_or_add(std::uint64_t key) {
  const auto [found, fresh] = places_.try_emplace(key, static_cast<std::uint32_t>(entities_.size()));
  if (fresh) {
    entities_.emplace_back().key = key;
    touched_us_.push_back(newest_us_);
  }
  return found->second;
}

void EntityShard::touch(std::uint32_t place, TimeUs time_us) {
  newest_us_ = std::max(newest_us_, time_us);
  touched_us_[place] = newest_us_;
}

void EntityShard::forget_idle() {
  for (int i = 0; i < 2 && !entities_.empty(); ++i) {
    if (turn_ >= entities_.size()) turn_ = 0;
    // What is moved into the place of a dropped one is looked at next.
    if (newest_us_ - touched_us_[turn_] > kIdleUs) {
      drop(turn_);
    } else {
      ++turn_;
    }
  }
}

void EntityShard::drop(std::uint32_t place) {
  places_.erase(entities_[place].key);
  if (place + 1 != entities_.size()) {
    entities_[place] = std::move(entities_.back());
    touched_us_[place] = touched_us_.back();
    places_[entities_[place].key] = place;
  }
  entities_.pop_back();
  touched_us_.pop_back();
}

void EntityShard::save(ByteWriter& out) const {
  out.number(newest_us_);
  out.number(turn_);
  out.varint(entities_.size());
  for (std::size_t i = 0; i < entities_.size(); ++i) {
    const EntityState& entity = entities_[i];
    out.number(entity.key);
    out.number(touched_us_[i]);
    out.number(entity.first_us);
    out.number(entity.home_country);
    entity.history.save(out);
  }
}

bool EntityShard::load(domain::Seq as_of, bool (*belongs)(std::uint64_t key, std::size_t shard), std::size_t shard,
                       ByteReader& in) {
  const auto in_reach = [](TimeUs time_us) {
    return time_us >= -History::kFarthestUs && time_us <= History::kFarthestUs;
  };
  as_of_ = as_of;
  newest_us_ = in.number<TimeUs>();
  turn_ = in.number<std::uint32_t>();
  bool sound = in_reach(newest_us_);
  for (std::uint64_t left = in.varint(); left > 0 && in.ok() && sound; --left) {
    const auto key = in.number<std::uint64_t>();
    sound = belongs(key, shard) && find(key) == kNone;
    if (!sound) break;
    EntityState& entity = at(find_or_add(key));
    touched_us_.back() = in.number<TimeUs>();
    entity.first_us = in.number<TimeUs>();
    entity.home_country = in.number<std::uint16_t>();
    sound = in_reach(touched_us_.back()) && in_reach(entity.first_us) && entity.history.load(in);
  }
  return in.ok() && sound;
}

}  // namespace shrike::engine
