#pragma once
// Adds up one batch per day and combination, so that the database is asked once per combination and not per decision.
#include <map>
#include <string>
#include <tuple>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

class RollupWriter {
 public:
  void add(const domain::Decision& decision);
  Result<void> write(Database& database) const;

 private:
  /// tenant, day, kind, level, outcome, currency; in the order of the key, so that two writers lock in the same order.
  using Key = std::tuple<std::string, TimeUs, int, int, int, std::string>;
  struct Sum {
    std::int64_t decisions = 0;
    std::int64_t amount = 0;
  };
  std::map<Key, Sum> sums_;
};

}  // namespace shrike::store
