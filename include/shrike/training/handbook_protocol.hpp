#pragma once
// The published way to test models on the card stream of the Fraud Detection Handbook (Y.-A. Le Borgne, W. Siblini,
// B. Lebichot, G. Bontempi 2022, chapters 3 to 5): which rows are tested on, and precision by customer.
#include "shrike/training/example_table.hpp"

namespace shrike::training {

/// Training days, then days whose labels are not known yet, then test days. Days are whole and UTC.
struct HandbookSplit {
  TimeUs train_start_us = 0;
  int train_days = 7;
  int delay_days = 7;
  int test_days = 7;

  [[nodiscard]] TimeUs train_end_us() const { return train_start_us + train_days * kDayUs; }
  [[nodiscard]] TimeUs test_start_us() const { return train_end_us() + delay_days * kDayUs; }
  [[nodiscard]] TimeUs test_end_us() const { return test_start_us() + test_days * kDayUs; }
  /// The same so many days later.
  [[nodiscard]] HandbookSplit moved(int days) const {
    HandbookSplit out = *this;
    out.train_start_us += days * kDayUs;
    return out;
  }
};

/// Rows of the test days, in order, without those of customers who are known as defrauded when the day comes: by a
/// fraud in the training days or, for test day k (from 0), on the days up to train end + k - 1. Rows without a customer
/// stay.
std::vector<std::size_t> handbook_test_rows(const ExampleTable& table, const HandbookSplit& split);

/// Card precision top-k. Each day: of the customers not yet detected, the `k` with the highest score of their day;
/// the part of the k that had a fraud that day; those are detected. The mean over the days that have rows. `scores` go
/// with `rows`, which are in order of time. 0 where no row has a customer.
double card_precision(const ExampleTable& table, const std::vector<std::size_t>& rows,
                      const std::vector<double>& scores, std::size_t k = 100);

}  // namespace shrike::training
