#pragma once
// The features of a transaction or message, from what its entities did before.
#include <string>
#include <vector>

#include "amount_size.hpp"
#include "entity_shard.hpp"
#include "feature_plan.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/handbook.hpp"
#include "shrike/engine/sender_table.hpp"
#include "shrike/engine/settings.hpp"

namespace shrike::engine {

/// Owner of every entity's history. Engine thread only; depends on nothing but the events it was given, in order.
/// Entities are found by a 64-bit hash of tenant, kind and value: with 10 million of them a false match has odds of 1
/// in 370,000. Different values within a history are told apart by 32 bits: of 500 two are taken for one with odds of 1
/// in 34,000.
///
/// An entity whose newest payment lies more than History::kKeptUs before the one that is looked at counts as not seen
/// before: it starts anew.
class FeatureState {
 public:
  explicit FeatureState(const FeatureSettings& settings);

  /// The entities that a payment or message names, looked up. Good until the next one is added.
  class Found;
  [[nodiscard]] Found find(const domain::Event& event, const domain::Transaction& payment) const;
  [[nodiscard]] Found find(const domain::Event& event, const domain::Message& message) const;

  /// Features of the transaction at its event time, before it counts itself.
  [[nodiscard]] FeatureVector features(const Found& found, const domain::Transaction& payment) const;
  /// The columns of the handbook's feature set (shrike/engine/handbook.hpp).
  [[nodiscard]] HandbookFeatures handbook(const Found& found) const;
  /// Features of the message at its event time, before it counts itself.
  [[nodiscard]] SenderFeatures sender(const Found& found) const;
  /// Lets the transaction or message count for later ones.
  void add(const Found& found, domain::Seq seq);
  /// Lets a label count for the entities of its event, as far as they are known.
  void learn(const domain::Event& event, const domain::Label& label);

  [[nodiscard]] std::size_t entities() const;

  /// The state lies in shards, so that it can be saved a piece at a time between steps.
  static constexpr std::size_t kShards = 256;
  void save_shard(std::size_t shard, ByteWriter& out) const;
  /// Replaces a shard by one that was saved after event `as_of`: events up to that one no longer change it. False on
  /// bytes that are not as written.
  bool load_shard(std::size_t shard, domain::Seq as_of, ByteReader& in);

  class Found {
    friend class FeatureState;
    struct Named {
      std::uint64_t key = 0;
      std::uint32_t place = EntityShard::kNone;
      bool given = false;
    };
    PaymentFacts payment_;
    std::array<Named, kEntityCount> entities_;  // by Entity
  };

 private:
  [[nodiscard]] const EntityShard& shard_of(std::uint64_t key) const { return shards_[key % kShards]; }
  [[nodiscard]] EntityShard& shard_of(std::uint64_t key) { return shards_[key % kShards]; }
  void look_up(Found& found) const;
  [[nodiscard]] const EntityState* state_of(const Found& found, Entity entity) const;
  [[nodiscard]] EntityView view_of(const Found& found, Entity entity) const;
  /// Of the payment that is about to be added.
  [[nodiscard]] AmountSize size_for_card(const Found& found, domain::Seq seq) const;
  void facts(const Found& found, const domain::Transaction& payment, FeatureVector& out) const;

  FeatureSettings settings_;
  std::vector<FeaturePlan> plans_;  // by Entity
  std::vector<EntityShard> shards_ = std::vector<EntityShard>(kShards);
};

}  // namespace shrike::engine
