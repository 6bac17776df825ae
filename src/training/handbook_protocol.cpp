#include "shrike/training/handbook_protocol.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace shrike::training {

namespace {

using Customers = std::set<std::uint64_t>;

void add_defrauded(const ExampleTable& table, TimeUs from_us, TimeUs until_us, Customers& known) {
  for (std::size_t i = table.from(from_us); i < table.from(until_us); ++i) {
    if (table.row(i).fraud && table.row(i).customer != 0) known.insert(table.row(i).customer);
  }
}

struct CustomerDay {
  std::uint64_t customer = 0;
  double score = 0;
  bool fraud = false;
};

/// The day's customers, by falling score; those with equal scores by their hash.
std::vector<CustomerDay> customers_of(const ExampleTable& table, std::span<const std::size_t> rows,
                                      std::span<const double> scores, const Customers& detected) {
  std::map<std::uint64_t, CustomerDay> best;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ExampleRow& row = table.row(rows[i]);
    if (row.customer == 0 || detected.contains(row.customer)) continue;
    const auto [found, fresh] = best.try_emplace(row.customer, CustomerDay{row.customer, scores[i], false});
    found->second.score = std::max(found->second.score, scores[i]);
    found->second.fraud |= row.fraud;
  }
  std::vector<CustomerDay> out;
  for (const auto& [customer, day] : best) out.push_back(day);
  std::ranges::stable_sort(out, std::ranges::greater(), &CustomerDay::score);
  return out;
}

}  // namespace

std::vector<std::size_t> handbook_test_rows(const ExampleTable& table, const HandbookSplit& split) {
  std::vector<std::size_t> out;
  Customers known;
  add_defrauded(table, split.train_start_us, split.train_end_us(), known);
  for (int day = 0; day < split.test_days; ++day) {
    const TimeUs newest_us = split.train_end_us() + (day - 1) * kDayUs;  // its labels come in on the test day
    add_defrauded(table, newest_us, newest_us + kDayUs, known);
    const TimeUs start_us = split.test_start_us() + day * kDayUs;
    for (std::size_t i = table.from(start_us); i < table.from(start_us + kDayUs); ++i) {
      if (!known.contains(table.row(i).customer)) out.push_back(i);
    }
  }
  return out;
}

double card_precision(const ExampleTable& table, const std::vector<std::size_t>& rows,
                      const std::vector<double>& scores, std::size_t k) {
  SHRIKE_ASSERT(rows.size() == scores.size() && k > 0);
  Customers detected;
  double sum = 0;
  std::size_t days = 0;
  const auto day_of = [&](std::size_t i) { return table.row(rows[i]).time_us / kDayUs; };
  for (std::size_t start = 0, end = 0; start < rows.size(); start = end, ++days) {
    while (end < rows.size() && day_of(end) == day_of(start)) ++end;
    const auto customers = customers_of(table, std::span(rows).subspan(start, end - start),
                                        std::span(scores).subspan(start, end - start), detected);
    std::size_t found = 0;
    for (std::size_t i = 0; i < std::min(k, customers.size()); ++i) {
      if (!customers[i].fraud) continue;
      ++found;
      detected.insert(customers[i].customer);
    }
    sum += static_cast<double>(found) / static_cast<double>(k);
  }
  return days > 0 ? sum / static_cast<double>(days) : 0;
}

}  // namespace shrike::training
