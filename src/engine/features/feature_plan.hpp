#pragma once
// The feature table, compiled: for each entity what to read from its history, in one pass for all windows.
#include <array>
#include <cstdint>
#include <vector>

#include "history.hpp"
#include "shrike/engine/feature_table.hpp"

namespace shrike::engine {

/// What a payment brings to the features of its entities.
struct PaymentFacts {
  TimeUs time_us = 0;
  float amount = 0;
  std::uint16_t country = 0;
  std::array<std::uint32_t, kEntityCount> codes{};  ///< by Field (country aside); 0 = not given

  [[nodiscard]] std::uint32_t code(Field field) const {
    return field == Field::country ? country : codes[static_cast<std::size_t>(field)];
  }
};

/// An entity without payments has no history: nullptr.
struct EntityView {
  const History* history = nullptr;
  TimeUs first_us = 0;
};

/// Features of one entity. Immutable; any thread.
class FeaturePlan {
 public:
  explicit FeaturePlan(Entity entity);

  /// Fills the features of the entity, which the payment names.
  void fill(const PaymentFacts& payment, const EntityView& entity, FeatureVector& out) const;
  /// What the entity's history is to keep of a payment.
  [[nodiscard]] History::Entry entry_of(const PaymentFacts& payment) const;

 private:
  struct Step {
    Aggregate aggregate;
    std::uint8_t window;  // its place among the widths
    Feature out;
  };
  struct LookBack {
    Aggregate aggregate;
    Field field;
    std::uint8_t place;  // of the field among an entry's codes; not of a country
    TimeUs width_us;
    Feature out;
  };
  static constexpr std::size_t kWidthsMax = 10;

  void add_row(std::size_t at);
  void fill_empty(FeatureVector& out) const;
  void fill_look_backs(const PaymentFacts& payment, const History& history, FeatureVector& out) const;
  void fill_distinct(std::size_t& next, const PaymentFacts& payment, const History& history, FeatureVector& out) const;
  [[nodiscard]] static std::uint32_t code_in(const History::Entry& entry, const LookBack& step);

  std::vector<TimeUs> widths_us_;     // ascending
  std::vector<Step> steps_;           // of windows
  std::vector<LookBack> look_backs_;  // of single payments; distinct ones by field and width
  std::vector<Field> fields_;         // that the history keeps, in the order of an entry's codes
  std::vector<Feature> zeros_;        // features that are 0 where the entity has no payment
};

}  // namespace shrike::engine
