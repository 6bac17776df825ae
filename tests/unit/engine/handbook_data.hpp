#pragma once
// The handbook's data as it is published, for tests that are given the folder with it.
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shrike/base/time_text.hpp"
#include "support/events.hpp"

namespace shrike::engine::testing {

/// Lines of a compressed CSV file, by the xz program.
class Table {
 public:
  explicit Table(const std::string& path) : pipe_(popen(("xz -dc '" + path + "'").c_str(), "r"), pclose) {
    if (!next()) return;
    for (std::size_t i = 0; i < cells_.size(); ++i) places_[cells_[i]] = i;
  }
  bool next() {
    std::array<char, 4096> line;
    if (pipe_ == nullptr || std::fgets(line.data(), line.size(), pipe_.get()) == nullptr) return false;
    cells_.assign(1, "");
    for (const char* at = line.data(); *at != '\0' && *at != '\n' && *at != '\r'; ++at)
      *at == ',' ? void(cells_.emplace_back()) : void(cells_.back() += *at);
    return true;
  }
  const std::string& operator[](std::string_view column) const { return cells_.at(places_.at(std::string(column))); }

 private:
  std::unique_ptr<FILE, int (*)(FILE*)> pipe_;
  std::vector<std::string> cells_;
  std::map<std::string, std::size_t> places_;
};

inline domain::Event handbook_event(const Table& row) {
  std::string time = row["TX_DATETIME"];
  time[10] = 'T';
  auto event = shrike::testing::payment(row["TRANSACTION_ID"], std::llround(std::stod(row["TX_AMOUNT"]) * 100), "",
                                        row["TERMINAL_ID"], *parse_time(time + "Z"));
  std::get<domain::Transaction>(event.body).customer_id = row["CUSTOMER_ID"];
  return event;
}

}  // namespace shrike::engine::testing
