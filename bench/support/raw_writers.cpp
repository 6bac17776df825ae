#include "support/raw_writers.hpp"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>

#include "shrike/store/migrate.hpp"
#include "store/decision_row.hpp"

namespace shrike::bench {

namespace {

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

class RawSqlite final : public Way {
 public:
  explicit RawSqlite(const std::string& path) {
    sqlite3_open(path.c_str(), &handle_);
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 20000; PRAGMA cache_size "
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

}  // namespace

std::unique_ptr<Way> raw_sqlite(const std::string& path) { return std::make_unique<RawSqlite>(path); }
std::unique_ptr<Way> raw_copy(const std::string& url) { return std::make_unique<RawCopy>(url); }

std::unique_ptr<store::Database> migrated(const std::string& url) {
  auto database = checked(store::open_database(url));
  checked(store::migrate(*database));
  return database;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace shrike::bench
