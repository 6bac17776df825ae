#pragma once
// The features of a transaction, from what its entities did before.
#include <boost/unordered/unordered_flat_map.hpp>
#include <string>

#include "history.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/settings.hpp"

namespace shrike::engine {

/// Owner of every entity's history. Engine thread only; depends on nothing but the events it was given, in order.
/// Entities are found by a 64-bit hash of tenant, kind and value: with 10 million of them a false match has odds of 1
/// in 370,000.
class FeatureState {
 public:
  explicit FeatureState(const FeatureSettings& settings) : settings_(settings) {}

  /// Features of the transaction at its event time, before it counts itself.
  FeatureVector features(const domain::Event& event, const domain::Transaction& payment) const;
  /// Lets the transaction count for later ones.
  void add(const domain::Event& event, const domain::Transaction& payment);
  /// Lets a label of fraud count for the terminal and the card.
  void learn(const domain::Event& event, const domain::Label& label);

  [[nodiscard]] std::size_t entities() const { return entities_; }

  /// The state lies in shards, so that it can be saved a piece at a time between steps.
  static constexpr std::size_t kShards = 256;
  void save_shard(std::size_t shard, ByteWriter& out) const;
  /// Replaces a shard by one that was saved after event `as_of`: events up to that one no longer change it. False on
  /// bytes that are not as written.
  bool load_shard(std::size_t shard, domain::Seq as_of, ByteReader& in);

 private:
  struct Payer {
    History history;
    std::string home_country;  // first country seen
  };
  struct Shard {
    boost::unordered_flat_map<std::uint64_t, Payer> payers;
    boost::unordered_flat_map<std::uint64_t, History> terminals;
    domain::Seq as_of = 0;
    [[nodiscard]] bool knows(domain::Seq seq) const { return as_of != 0 && seq <= as_of; }
  };
  [[nodiscard]] const Shard& shard_of(std::uint64_t key) const { return shards_[key % kShards]; }
  [[nodiscard]] Shard& shard_of(std::uint64_t key) { return shards_[key % kShards]; }
  void calendar(const domain::Event& event, FeatureVector& out) const;
  void basic(const domain::Transaction& payment, const Payer* payer, FeatureVector& out) const;
  static void card_windows(TimeUs now_us, const Payer* payer, FeatureVector& out);
  static void terminal_windows(TimeUs now_us, const History* terminal, FeatureVector& out);

  FeatureSettings settings_;
  std::vector<Shard> shards_ = std::vector<Shard>(kShards);
  std::size_t entities_ = 0;
};

}  // namespace shrike::engine
