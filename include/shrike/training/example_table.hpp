#pragma once
// Labelled payments as rows of named features, in order of time: what models of transactions are trained and tested on.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"
#include "shrike/engine/feature_table.hpp"

namespace shrike::training {

/// What is known of a row besides its features.
struct ExampleRow {
  TimeUs time_us = 0;
  std::uint64_t customer = 0;  ///< hash of the customer; 0 = none given
  bool fraud = false;
};

/// Rows of equal width, the values of a row side by side, so that a stretch of time is one block of memory. NaN stands
/// for "not known". Plain value.
class ExampleTable {
 public:
  explicit ExampleTable(std::vector<std::string> names) : names_(std::move(names)) {}
  /// An empty one with the columns of the engine's feature table.
  static ExampleTable of_engine_features();

  /// `values` has one place per name.
  void add(const ExampleRow& row, std::span<const float> values);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::size_t width() const { return names_.size(); }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const ExampleRow& row(std::size_t index) const { return rows_[index]; }
  [[nodiscard]] std::span<const float> values(std::size_t index) const { return values(index, index + 1); }
  /// Of the rows from `first` to before `last`.
  [[nodiscard]] std::span<const float> values(std::size_t first, std::size_t last) const {
    return std::span(values_).subspan(first * width(), (last - first) * width());
  }
  /// First row at or after that time.
  [[nodiscard]] std::size_t from(TimeUs time_us) const;

  [[nodiscard]] bool in_order() const;
  /// Errors: invalid where rows are not in order of time or a value is infinite.
  [[nodiscard]] Result<void> check() const;

 private:
  std::vector<std::string> names_;
  std::vector<ExampleRow> rows_;
  std::vector<float> values_;
};

/// A stretch of rows: from `first` to before `last`.
struct RowRange {
  std::size_t first = 0;
  std::size_t last = 0;
  [[nodiscard]] std::size_t size() const { return last - first; }
};
std::size_t frauds_in(const ExampleTable& table, RowRange range);

}  // namespace shrike::training
