#pragma once
// What monitoring reads of the transactions of a tenant: in pages along the log, so that a reader keeps up by asking
// for what is new. Errors of every function: as Database. A row whose detail is not as written has no shadow and no
// table of features.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

struct MonitoredRow {
  domain::Seq seq = 0;
  TimeUs event_time_us = 0;
  double fraud_probability = 0;
  domain::Outcome outcome = domain::Outcome::approve;
  std::int32_t risk_score = 0;
  bool said_fraud = false;    ///< some label says so
  bool said_genuine = false;  ///< some label says so; both are set where labels disagree
  domain::ModelRef model;     ///< set only together with `shadow`
  std::optional<domain::Shadow> shadow;
};

/// Transactions with numbers in (after, until], in the order of the log, at most `limit`.
Result<std::vector<MonitoredRow>> monitored_rows(Database& database, const std::string& tenant, domain::Seq after,
                                                 domain::Seq until, std::size_t limit);

/// Number of the newest transaction, 0 = none.
Result<domain::Seq> newest_transaction(Database& database, const std::string& tenant);

/// The number after which the transactions of that event time and later stand, found by halving: exact where event time
/// rises along the log, else one of the places where it crosses. About 30 look-ups, however large the table.
Result<domain::Seq> seq_before_time(Database& database, const std::string& tenant, TimeUs time_us);

/// What is said by now of a transaction that has a new label.
struct LabelledSeq {
  domain::Seq label_seq = 0;  ///< of the new label
  domain::Seq seq = 0;        ///< of the transaction
  bool said_fraud = false;
  bool said_genuine = false;
};
struct LabelPage {
  std::vector<LabelledSeq> rows;  ///< by label_seq; labels of what is not stored are left out
  domain::Seq last = 0;           ///< number of the page's last label, for the next page; `after` when there was none
};
/// Labels of transactions with numbers above `after`, at most `limit`.
Result<LabelPage> new_labels(Database& database, const std::string& tenant, domain::Seq after, std::size_t limit);
/// Number of the newest label, 0 = none.
Result<domain::Seq> newest_label(Database& database, const std::string& tenant);

struct FeatureRow {
  domain::Seq seq = 0;
  std::uint32_t feature_table = 0;  ///< id of the table that they are of
  std::vector<float> features;
};
inline constexpr std::size_t kFeatureSeqsMax = 200;
/// Features of those transactions, at most kFeatureSeqsMax of them, in no order; numbers without one are left out.
Result<std::vector<FeatureRow>> features_of(Database& database, const std::string& tenant,
                                            std::span<const domain::Seq> seqs);

}  // namespace shrike::store
