#pragma once
// Features that are worked out from single payments of a history, not from the sums of its windows.
#include <cstdint>
#include <span>
#include <vector>

#include "history.hpp"
#include "payment_facts.hpp"

namespace shrike::engine {

/// Those of one entity. Immutable once all are added; any thread.
class LookBacks {
 public:
  struct Row {
    Aggregate aggregate;
    Field field;
    std::uint8_t place;  ///< of the field among an entry's codes; not of a country
    TimeUs width_us;
    Feature out;
  };
  void add(const Row& row);
  void fill(const PaymentFacts& payment, const EntityView& entity, std::span<float> out) const;

 private:
  std::vector<Row> rows_;  // by aggregate, field and width, so that what is alike is read once
};

}  // namespace shrike::engine
