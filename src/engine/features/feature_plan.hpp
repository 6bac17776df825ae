#pragma once
// The feature table, compiled: for each entity what to read from its history, in one pass for all windows.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "look_backs.hpp"
#include "payment_facts.hpp"

namespace shrike::engine {

/// Features of one entity. Immutable; any thread.
class FeaturePlan {
 public:
  /// Of the table's rows about that entity.
  FeaturePlan(Entity entity, std::span<const FeatureRow> table);

  /// Fills the features of the entity, which the payment names. `out` is by the table's rows.
  void fill(const PaymentFacts& payment, const EntityView& entity, std::span<float> out) const;
  /// What the entity's history is to keep of a payment.
  [[nodiscard]] Entry entry_of(const PaymentFacts& payment) const;
  /// What it did keep of that payment, one of the same time and amount; 0 where it has none. A field of its rows.
  [[nodiscard]] std::uint32_t kept(Field field, const PaymentFacts& payment, const History& history) const;

 private:
  struct Step {
    Aggregate aggregate;
    std::uint8_t window;  // its place among the widths
    Feature out;
  };
  static constexpr std::size_t kWidthsMax = 10;

  /// Windows of one end, the widest last.
  struct Windows {
    std::vector<TimeUs> widths_us;  // ascending
    std::vector<Step> steps;
    void add(const FeatureRow& row, Feature out);
    void fill(TimeUs end_us, const History& history, float amount, std::span<float> out) const;
  };

  void fill_empty(std::span<float> out) const;

  Windows windows_;  // that end with the payment
  Windows matured_;  // that end kLabelDelayUs before it
  LookBacks look_backs_;
  std::vector<Field> fields_;   // that the history keeps, in the order of an entry's codes
  std::vector<Feature> zeros_;  // features that are 0 where the entity has no payment
};

}  // namespace shrike::engine
