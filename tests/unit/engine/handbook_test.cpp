// The handbook's columns on its own data, against the published ones. The files are not part of the tree: give the
// folder that holds them in SHRIKE_DATA.
#include "shrike/engine/handbook.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>

#include "shrike/base/time_text.hpp"
#include "shrike/engine/core.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

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

domain::Event event_of(const Table& row) {
  std::string time = row["TX_DATETIME"];
  time[10] = 'T';
  auto event = testing::payment(row["TRANSACTION_ID"], std::llround(std::stod(row["TX_AMOUNT"]) * 100), "",
                                row["TERMINAL_ID"], *parse_time(time + "Z"));
  std::get<domain::Transaction>(event.body).customer_id = row["CUSTOMER_ID"];
  return event;
}

TEST(Handbook, ColumnsEqualThePublishedOnes) {
  const char* folder = std::getenv("SHRIKE_DATA");
  if (folder == nullptr) GTEST_SKIP() << "SHRIKE_DATA does not name the folder with the handbook's data";
  const std::string base = folder;
  Table raw(base + "/handbook_raw_2018-04-01_2018-08-14.csv.xz");
  Table published(base + "/handbook_features_reference_2018-07-25_2018-08-14.csv.xz");
  ASSERT_TRUE(published.next());
  const SystemClock clock;
  Core core({}, {}, clock);
  std::size_t rows = 0, different = 0;
  std::map<std::string, std::size_t> wrong;
  std::deque<domain::Event> labels;
  bool left = true;
  while (left && raw.next()) {
    const auto event = event_of(raw);
    for (; !labels.empty() && labels.front().time_us <= event.time_us; labels.pop_front()) core.apply(labels.front());
    if (raw["TRANSACTION_ID"] == published["TRANSACTION_ID"]) {
      const auto columns = core.handbook_features_of(event);
      bool equal = true;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool same = std::abs(columns[i] - std::stod(published[kHandbookColumns[i]])) <= 1e-4;
        if (!same) ++wrong[std::string(kHandbookColumns[i])];
        equal = equal && same;
      }
      ++rows;
      different += equal ? 0 : 1;
      left = published.next();
    }
    core.apply(event, Effort::state_only);
    if (raw["TX_FRAUD"] == "1") labels.push_back(testing::fraud_label(event, event.time_us + 7 * kDayUs));
  }
  for (const auto& [column, count] : wrong) std::printf("%s: %zu rows differ\n", column.c_str(), count);
  std::printf("%zu rows compared, %zu differ\n", rows, different);
  EXPECT_FALSE(left) << "published rows that the raw file does not have";
  EXPECT_GE(rows, 200'000U);
  EXPECT_LE(static_cast<double>(different), 1e-4 * static_cast<double>(rows));
}

}  // namespace
}  // namespace shrike::engine
