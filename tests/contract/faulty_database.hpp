#pragma once
// A database whose nth statement fails, or whose process dies there.

#include "shrike/store/database.hpp"

namespace shrike::store {

/// Passes calls on until `calls_left` are made; from then on every call but rollback fails as unavailable.
class FaultyDatabase final : public Database {
 public:
  FaultyDatabase(Database& real, int calls_left) : real_(real), calls_left_(calls_left) {}

  using Database::query;
  Result<Rows> query(std::string_view sql, std::span<const Value> params) override {
    return failing() ? Result<Rows>(fault()) : real_.query(sql, params);
  }
  Result<void> script(std::string_view sql) override { return failing() ? Result<void>(fault()) : real_.script(sql); }
  Result<void> bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                           const FillRow& fill) override {
    return failing() ? Result<void>(fault()) : real_.bulk_insert(table, columns, rows, fill);
  }
  Result<void> begin() override { return failing() ? Result<void>(fault()) : real_.begin(); }
  Result<void> commit() override { return failing() ? Result<void>(fault()) : real_.commit(); }
  Result<void> rollback() override { return real_.rollback(); }
  Result<void> act_for(std::string_view tenant) override { return real_.act_for(tenant); }
  Result<void> lock_migrations() override { return failing() ? Result<void>(fault()) : real_.lock_migrations(); }
  [[nodiscard]] Dialect dialect() const override { return real_.dialect(); }
  [[nodiscard]] bool failed() const { return calls_left_ < 0; }

 private:
  bool failing() {
    if (calls_left_ >= 0) --calls_left_;
    return calls_left_ < 0;
  }
  static Error fault() { return {ErrorKind::unavailable, "fault"}; }

  Database& real_;
  int calls_left_;
};

}  // namespace shrike::store
