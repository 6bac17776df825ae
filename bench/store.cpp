// How much of a database's own speed the archive keeps: write_archive_batch against raw prepared inserts (SQLite) and
// raw COPY on one connection (PostgreSQL) of the same, already encoded rows into the same schema. Alternating rounds,
// medians.
#include <fmt/core.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

#include "shrike/base/random.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/migrate.hpp"
#include "store/decision_row.hpp"
#include "support/postgres_cluster.hpp"
#include "support/temp_dir.hpp"

namespace {

using namespace shrike;

constexpr int kRounds = 7;
constexpr std::size_t kRowsPerRound = 10'000;

template <class T>
T checked(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A payment as the engine would decide it: 30 features, 4 reasons, 100,000 cards.
domain::DecisionPtr payment(domain::Seq seq, Random& random) {
  auto decision = std::make_shared<domain::Decision>();
  domain::Transaction body;
  body.id = fmt::format("txn-{:012}", seq);
  body.amount = {static_cast<std::int64_t>(random.below(200'000)), {{'E', 'U', 'R'}}};
  body.card = fmt::format("tok_{:016x}1111", random.below(100'000) * 0x9E3779B97F4A7C15ULL);
  body.customer_id = fmt::format("c-{}", random.below(80'000));
  body.merchant_id = fmt::format("m-{}", random.below(5'000));
  body.terminal_id = fmt::format("t-{}", random.below(20'000));
  body.country = "DE";
  body.ip = fmt::format("192.0.2.{}", random.below(256));
  body.channel = domain::Channel::online;
  decision->event.seq = seq;
  decision->event.time_us = 1'777'800'000 * kSecondUs + static_cast<TimeUs>(seq) * 5 * kMillisecondUs;
  decision->event.ingested_at_us = decision->event.time_us;
  decision->event.body = std::move(body);
  decision->fraud_probability = random.uniform();
  decision->risk_score = static_cast<std::int32_t>(decision->fraud_probability * 100);
  decision->level = decision->fraud_probability > 0.98 ? domain::RiskLevel::high : domain::RiskLevel::low;
  decision->outcome = decision->level == domain::RiskLevel::high ? domain::Outcome::review : domain::Outcome::approve;
  for (int reason = 0; reason < 4; ++reason) {
    decision->reasons.push_back({"card_amount_ratio_30d",
                                 fmt::format("Amount is {:.1f} times this card's usual 208.11", random.uniform(1, 9)),
                                 static_cast<float>(random.uniform(-2, 2))});
  }
  decision->rules = {{"base_risk", 10}};
  decision->model = {"boosted", 3};
  for (int feature = 0; feature < 30; ++feature) decision->features.push_back(static_cast<float>(random.normal(0, 1)));
  return decision;
}

std::vector<domain::DecisionPtr> payments(domain::Seq first, Random& random) {
  std::vector<domain::DecisionPtr> decisions;
  for (std::size_t at = 0; at < kRowsPerRound; ++at) decisions.push_back(payment(first + at, random));
  return decisions;
}

/// Keeps a row as values.
class Recorder final : public store::BulkRow {
 public:
  void null() override { values.emplace_back(); }
  void integer(std::int64_t value) override { values.emplace_back(value); }
  void real(double value) override { values.emplace_back(value); }
  void text(std::string_view value) override { values.emplace_back(std::string(value)); }
  void bytes(std::string_view value) override { values.emplace_back(store::Bytes{std::string(value)}); }
  void time(TimeUs value) override { values.emplace_back(store::Time{value}); }
  void boolean(bool value) override { values.emplace_back(value); }
  std::vector<store::Value> values;
};
using RawRows = std::vector<std::vector<store::Value>>;

RawRows raw_rows(const std::vector<domain::DecisionPtr>& decisions) {
  RawRows rows;
  store::DecisionWriter writer;
  for (const auto& decision : decisions) {
    Recorder recorder;
    writer.write(*decision, recorder);
    rows.push_back(std::move(recorder.values));
  }
  return rows;
}

std::string column_names(std::string_view before, std::string_view separator) {
  std::string names;
  for (const auto& column : store::decision_columns()) {
    names += fmt::format("{}{}", names.empty() ? "" : separator, before.empty() ? column.name : before);
  }
  return names;
}

/// One way to store a round's rows, prepared outside the measured time.
class Way {
 public:
  virtual ~Way() = default;
  virtual void prepare(const std::vector<domain::DecisionPtr>& decisions, std::size_t batch) = 0;
  virtual void run() = 0;
};

class Archive final : public Way {
 public:
  explicit Archive(store::Database& database) : database_(database) {}
  void prepare(const std::vector<domain::DecisionPtr>& decisions, std::size_t batch) override {
    decisions_ = decisions;
    batch_ = batch;
  }
  void run() override {
    for (std::size_t at = 0; at < decisions_.size(); at += batch_) {
      const std::span<const domain::DecisionPtr> part =
          std::span(decisions_).subspan(at, std::min(batch_, decisions_.size() - at));
      checked(store::write_archive_batch(database_, {.decisions = part, .cursor = part.back()->seq()}));
    }
  }

 private:
  store::Database& database_;
  std::vector<domain::DecisionPtr> decisions_;
  std::size_t batch_ = 1;
};

class RawSqlite final : public Way {
 public:
  explicit RawSqlite(const std::string& path) {
    sqlite3_open(path.c_str(), &handle_);
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 20000; PRAGMA cache_size "
        "= -65536");
    const std::string sql =
        fmt::format("INSERT INTO decisions ({}) VALUES ({})", column_names("", ", "), column_names("?", ", "));
    sqlite3_prepare_v2(handle_, sql.c_str(), -1, &insert_, nullptr);
  }
  ~RawSqlite() override {
    sqlite3_finalize(insert_);
    sqlite3_close(handle_);
  }
  void prepare(const std::vector<domain::DecisionPtr>& decisions, std::size_t batch) override {
    rows_ = raw_rows(decisions);
    batch_ = batch;
  }
  void run() override {
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      if (at % batch_ == 0) execute("BEGIN IMMEDIATE");
      insert(rows_[at]);
      if (at % batch_ == batch_ - 1 || at + 1 == rows_.size()) execute("COMMIT");
    }
  }

 private:
  void execute(const char* sql) {
    if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      checked(Result<void>(io_error(sqlite3_errmsg(handle_))));
  }
  void insert(const std::vector<store::Value>& row) {
    for (int at = 1; const store::Value& value : row) {
      if (const auto* number = std::get_if<std::int64_t>(&value))
        sqlite3_bind_int64(insert_, at, *number);
      else if (const auto* real = std::get_if<double>(&value))
        sqlite3_bind_double(insert_, at, *real);
      else if (const auto* time = std::get_if<store::Time>(&value))
        sqlite3_bind_int64(insert_, at, time->us);
      else if (const auto* text = std::get_if<std::string>(&value))
        sqlite3_bind_text(insert_, at, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
      else if (const auto* bytes = std::get_if<store::Bytes>(&value))
        sqlite3_bind_blob(insert_, at, bytes->data.data(), static_cast<int>(bytes->data.size()), SQLITE_STATIC);
      else
        sqlite3_bind_null(insert_, at);
      ++at;
    }
    if (sqlite3_step(insert_) != SQLITE_DONE) checked(Result<void>(io_error(sqlite3_errmsg(handle_))));
    sqlite3_reset(insert_);
  }
  sqlite3* handle_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  RawRows rows_;
  std::size_t batch_ = 1;
};

/// COPY in text format; the lines are made outside the measured time.
class RawCopy final : public Way {
 public:
  explicit RawCopy(const std::string& url) : connection_(PQconnectdb(url.c_str())) {}
  ~RawCopy() override { PQfinish(connection_); }
  void prepare(const std::vector<domain::DecisionPtr>& decisions, std::size_t batch) override {
    batches_.clear();
    const RawRows rows = raw_rows(decisions);
    for (std::size_t at = 0; at < rows.size(); ++at) {
      if (at % batch == 0) batches_.emplace_back();
      append_line(batches_.back(), rows[at]);
    }
  }
  void run() override {
    static const std::string kCopy = fmt::format("COPY decisions ({}) FROM STDIN", column_names("", ", "));
    for (const std::string& lines : batches_) {
      expect("BEGIN", PGRES_COMMAND_OK);
      expect(kCopy.c_str(), PGRES_COPY_IN);
      PQputCopyData(connection_, lines.data(), static_cast<int>(lines.size()));
      PQputCopyEnd(connection_, nullptr);
      while (PGresult* result = PQgetResult(connection_)) finish(result, PGRES_COMMAND_OK);
      expect("COMMIT", PGRES_COMMAND_OK);
    }
  }

 private:
  void expect(const char* sql, ExecStatusType status) { finish(PQexec(connection_, sql), status); }
  void finish(PGresult* result, ExecStatusType status) {
    if (PQresultStatus(result) != status) checked(Result<void>(io_error(PQerrorMessage(connection_))));
    PQclear(result);
  }
  static void append_line(std::string& lines, const std::vector<store::Value>& row) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (at > 0) lines += '\t';
      append_field(lines, row[at]);
    }
    lines += '\n';
  }
  static void append_field(std::string& lines, const store::Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      lines += fmt::format("{}", *number);
    } else if (const auto* real = std::get_if<double>(&value)) {
      lines += fmt::format("{}", *real);
    } else if (const auto* time = std::get_if<store::Time>(&value)) {
      lines += fmt::format("2026-05-03 00:{:02}:{:02}.{:06}Z", time->us / kMinuteUs % 60, time->us / kSecondUs % 60,
                           time->us % kSecondUs);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      for (const char c : *text) lines += c == '\\' ? std::string("\\\\") : std::string(1, c);
    } else if (const auto* bytes = std::get_if<store::Bytes>(&value)) {
      lines += "\\\\x";
      for (const unsigned char byte : bytes->data) lines += fmt::format("{:02x}", byte);
    } else {
      lines += "\\N";
    }
  }
  PGconn* connection_;
  std::vector<std::string> batches_;
};

double rows_per_second(Way& way) {
  const auto start = std::chrono::steady_clock::now();
  way.run();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return static_cast<double>(kRowsPerRound) / taken.count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void compare(std::string_view name, std::size_t batch, Way& ours, Way& raw, domain::Seq& next) {
  Random random(next);
  std::vector<double> our_rates;
  std::vector<double> raw_rates;
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round, next += kRowsPerRound) {
    const auto decisions = payments(next, random);
    ours.prepare(decisions, batch);
    raw.prepare(decisions, batch);
    const bool ours_first = round % 2 == 0;
    if (ours_first) our_rates.push_back(rows_per_second(ours));
    raw_rates.push_back(rows_per_second(raw));
    if (!ours_first) our_rates.push_back(rows_per_second(ours));
    ratios.push_back(our_rates.back() / raw_rates.back());
  }
  fmt::print(
      "{:<24} batch {:>5}: archive {:>7.0f} rows/s, raw {:>7.0f} rows/s, ratio {:.2f} (median of rounds {:.2f})\n",
      name, batch, median(our_rates), median(raw_rates), median(our_rates) / median(raw_rates), median(ratios));
  std::fflush(stdout);
}

std::unique_ptr<store::Database> migrated(const std::string& url) {
  auto database = checked(store::open_database(url));
  checked(store::migrate(*database));
  return database;
}

}  // namespace

int main() {
  const test::TempDir dir;
  {
    const auto database = migrated("sqlite://" + dir.file("ours.db"));
    migrated("sqlite://" + dir.file("raw.db"));
    Archive ours(*database);
    RawSqlite raw(dir.file("raw.db"));
    domain::Seq next = 1;
    for (const std::size_t batch : {500U, 5'000U}) compare("SQLite, prepared insert", batch, ours, raw, next);
  }
  auto& cluster = test::PostgresCluster::shared();
  const std::string ours_url = cluster.problem().empty() ? cluster.create_database() : std::string();
  const std::string raw_url = cluster.problem().empty() ? cluster.create_database() : std::string();
  if (!cluster.problem().empty()) {
    fmt::print(stderr, "{}\n", cluster.problem());
    return 1;
  }
  const auto database = migrated(ours_url);
  migrated(raw_url);
  Archive ours(*database);
  RawCopy raw(raw_url);
  domain::Seq next = 1;
  for (const std::size_t batch : {500U, 5'000U}) compare("PostgreSQL, text COPY", batch, ours, raw, next);
}
