#include "shrike/store/monitored.hpp"

#include <fmt/format.h>

#include <cstring>

#include "decision_detail.hpp"

namespace shrike::store {

namespace {

Value number(domain::Seq seq) { return static_cast<std::int64_t>(seq); }

MonitoredRow row_of(const Row& row) {
  MonitoredRow out;
  out.seq = static_cast<domain::Seq>(row.integer(0));
  out.event_time_us = row.time(1);
  out.fraud_probability = row.real(2);
  out.outcome = static_cast<domain::Outcome>(row.integer(3));
  out.risk_score = static_cast<std::int32_t>(row.integer(6));
  if (row.is_null(5)) return out;
  domain::Decision decision;
  if (!read_detail(row.text(5), decision)) return out;
  out.model = std::move(decision.model);
  out.shadow = std::move(decision.shadow);
  return out;
}

void say(bool fraud, bool& said_fraud, bool& said_genuine) { (fraud ? said_fraud : said_genuine) = true; }

}  // namespace

Result<std::vector<MonitoredRow>> monitored_rows(Database& database, const std::string& tenant, domain::Seq after,
                                                 domain::Seq until, std::size_t limit) {
  // The detail is long and only a shadow in it matters here. Quotes inside its texts are escaped, so the pattern is
  // found as a key only.
  constexpr std::string_view kSql = R"(
    SELECT d.seq, d.event_time, d.probability, d.outcome, l.fraud,
           CASE WHEN d.detail LIKE '%,"shadow":[%' THEN d.detail END, d.score
    FROM (SELECT seq, event_time, probability, outcome, event_id, detail, score FROM decisions
          WHERE tenant = $1 AND kind = 1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4) d
    LEFT JOIN labels l ON l.tenant = $1 AND l.event_id = d.event_id AND l.about = 1 AND d.event_id <> ''
    ORDER BY d.seq
  )";
  const auto rows = database.query(kSql, {tenant, number(after), number(until), static_cast<std::int64_t>(limit)});
  if (!rows) return rows.error();
  std::vector<MonitoredRow> out;
  for (const Row& row : *rows) {
    if (out.empty() || out.back().seq != static_cast<domain::Seq>(row.integer(0))) out.push_back(row_of(row));
    if (!row.is_null(4)) say(row.boolean(4), out.back().said_fraud, out.back().said_genuine);
  }
  return out;
}

Result<domain::Seq> newest_transaction(Database& database, const std::string& tenant) {
  const auto rows =
      database.query("SELECT seq FROM decisions WHERE tenant = $1 AND kind = 1 ORDER BY seq DESC LIMIT 1", {tenant});
  if (!rows) return rows.error();
  return rows->empty() ? domain::Seq{0} : static_cast<domain::Seq>(rows->front().integer(0));
}

Result<domain::Seq> seq_before_time(Database& database, const std::string& tenant, TimeUs time_us) {
  constexpr std::string_view kSql =
      "SELECT seq, event_time FROM decisions WHERE tenant = $1 AND kind = 1 AND seq > $2 ORDER BY seq LIMIT 1";
  const auto newest = newest_transaction(database, tenant);
  if (!newest) return newest.error();
  // Everything up to `low` is older. `high` = newest + 1 would mean that everything is.
  domain::Seq low = 0;
  domain::Seq high = *newest;
  while (low < high) {
    const domain::Seq middle = low + (high - low) / 2;
    const auto rows = database.query(kSql, {tenant, number(middle)});
    if (!rows) return rows.error();
    if (rows->empty() || rows->front().time(1) >= time_us) {
      high = middle;
    } else {
      low = static_cast<domain::Seq>(rows->front().integer(0));
    }
  }
  return low;
}

Result<LabelPage> new_labels(Database& database, const std::string& tenant, domain::Seq after, std::size_t limit) {
  // Each new label brings all labels of its event: an older one may be of the other opinion.
  constexpr std::string_view kSql = R"(
    SELECT n.seq, d.seq, a.fraud
    FROM (SELECT seq, event_id FROM labels WHERE tenant = $1 AND about = 1 AND seq > $2 ORDER BY seq LIMIT $3) n
    LEFT JOIN decisions d ON d.tenant = $1 AND d.event_id = n.event_id AND d.kind = 1 AND n.event_id <> ''
    LEFT JOIN labels a ON a.tenant = $1 AND a.event_id = n.event_id AND a.about = 1
    ORDER BY n.seq, d.seq
  )";
  const auto rows = database.query(kSql, {tenant, number(after), static_cast<std::int64_t>(limit)});
  if (!rows) return rows.error();
  LabelPage out;
  out.last = after;
  for (const Row& row : *rows) {
    out.last = static_cast<domain::Seq>(row.integer(0));
    if (row.is_null(1)) continue;
    const auto seq = static_cast<domain::Seq>(row.integer(1));
    if (out.rows.empty() || out.rows.back().label_seq != out.last || out.rows.back().seq != seq)
      out.rows.push_back({out.last, seq, false, false});
    say(row.boolean(2), out.rows.back().said_fraud, out.rows.back().said_genuine);
  }
  return out;
}

Result<domain::Seq> newest_label(Database& database, const std::string& tenant) {
  const auto rows = database.query("SELECT max(seq) FROM labels WHERE tenant = $1", {tenant});
  if (!rows) return rows.error();
  return rows->empty() ? domain::Seq{0} : static_cast<domain::Seq>(rows->front().integer(0));
}

Result<std::vector<FeatureRow>> features_of(Database& database, const std::string& tenant,
                                            std::span<const domain::Seq> seqs) {
  SHRIKE_ASSERT(seqs.size() <= kFeatureSeqsMax);
  // One text for every call, so that the database prepares it once: what is missing is asked for as number 0.
  static const std::string kSql = [] {
    std::string text = "SELECT seq, features, detail FROM decisions WHERE tenant = $1 AND kind = 1 AND seq IN ($2";
    for (std::size_t i = 1; i < kFeatureSeqsMax; ++i) text += fmt::format(", ${}", i + 2);
    return text + ")";
  }();
  std::vector<Value> values{Value(tenant)};
  for (std::size_t i = 0; i < kFeatureSeqsMax; ++i) values.push_back(i < seqs.size() ? number(seqs[i]) : number(0));
  const auto rows = database.query(kSql, values);
  if (!rows) return rows.error();
  std::vector<FeatureRow> out;
  for (const Row& row : *rows) {
    domain::Decision decision;
    FeatureRow made;
    made.seq = static_cast<domain::Seq>(row.integer(0));
    if (read_detail(row.text(2), decision)) made.feature_table = decision.feature_table;
    const std::string& bytes = row.is_null(1) ? std::string() : row.bytes(1);
    made.features.resize(bytes.size() / sizeof(float));
    if (!made.features.empty()) std::memcpy(made.features.data(), bytes.data(), made.features.size() * sizeof(float));
    out.push_back(std::move(made));
  }
  return out;
}

}  // namespace shrike::store
