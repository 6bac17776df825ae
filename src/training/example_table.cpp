#include "shrike/training/example_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace shrike::training {

ExampleTable ExampleTable::of_engine_features() {
  std::vector<std::string> names;
  for (const auto& row : engine::feature_table()) names.emplace_back(row.name);
  return ExampleTable(std::move(names));
}

void ExampleTable::add(const ExampleRow& row, std::span<const float> values) {
  SHRIKE_ASSERT(values.size() == width());
  rows_.push_back(row);
  values_.insert(values_.end(), values.begin(), values.end());
}

std::size_t ExampleTable::from(TimeUs time_us) const {
  return static_cast<std::size_t>(std::ranges::lower_bound(rows_, time_us, {}, &ExampleRow::time_us) - rows_.begin());
}

bool ExampleTable::in_order() const { return std::ranges::is_sorted(rows_, {}, &ExampleRow::time_us); }

Result<void> ExampleTable::check() const {
  if (!in_order()) return invalid("expected examples in order of time");
  const auto bad = std::ranges::find_if(values_, [](float value) { return std::isinf(value); });
  if (bad == values_.end()) return {};
  const auto at = static_cast<std::size_t>(bad - values_.begin());
  return invalid(fmt::format("example {}: the feature {} is infinite", at / width(), names_[at % width()]));
}

std::size_t frauds_in(const ExampleTable& table, RowRange range) {
  std::size_t frauds = 0;
  for (std::size_t i = range.first; i < range.last; ++i) frauds += table.row(i).fraud ? 1 : 0;
  return frauds;
}

}  // namespace shrike::training
