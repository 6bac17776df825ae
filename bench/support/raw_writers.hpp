#pragma once
// What the store benches share: the databases' own bulk paths, for rows that are already encoded, into the same schema.
#include <memory>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"
#include "support/checked.hpp"

namespace shrike::bench {

/// One way to store decisions, prepared outside the measured time.
class Way {
 public:
  virtual ~Way() = default;
  /// Keeps or encodes what run() shall store, in transactions of `batch` rows.
  virtual void prepare(const std::vector<domain::DecisionPtr>& decisions, std::size_t batch) = 0;
  virtual void run() = 0;
};

/// Prepared INSERTs on a handle of its own, set up as the store's driver sets up its own.
std::unique_ptr<Way> raw_sqlite(const std::string& path);
/// COPY in text format on one connection; the lines are made in prepare.
std::unique_ptr<Way> raw_copy(const std::string& url);

/// The database at `url`, with the project's schema.
std::unique_ptr<store::Database> migrated(const std::string& url);

double median(std::vector<double> values);

}  // namespace shrike::bench
