#pragma once
// A database that fails by chance, in front of a real one.
#include "shrike/base/random.hpp"
#include "shrike/store/database.hpp"

namespace shrike::simulation {

/// What may happen to a call. Chances, 0 to 1.
struct Weather {
  double away = 0;         ///< a transaction cannot begin
  double statement = 0;    ///< a statement fails and with it the transaction
  double commit_lost = 0;  ///< the commit fails
  double answer_lost = 0;  ///< the commit is done, and yet an error comes back
  double refused_row = 0;  ///< the database says that it will never take these decisions
};

class UnreliableDatabase final : public store::Database {
 public:
  UnreliableDatabase(store::Database& real, Random& random) : real_(real), random_(random) {}
  Weather weather;

  /// The connection ends in the middle of whatever it was doing.
  void process_died() {
    if (open_) (void)real_.rollback();
    open_ = false;
  }

  using Database::query;
  Result<store::Rows> query(std::string_view sql, std::span<const store::Value> params) override {
    if (open_ && by_chance(weather.statement)) return fault();
    return real_.query(sql, params);
  }
  Result<void> script(std::string_view sql) override { return real_.script(sql); }
  Result<void> bulk_insert(std::string_view table, std::span<const store::Column> columns, std::size_t rows,
                           const store::FillRow& fill) override {
    if (by_chance(weather.statement)) return fault();
    if (table == "decisions" && by_chance(weather.refused_row)) return invalid("no such value");
    return real_.bulk_insert(table, columns, rows, fill);
  }
  Result<void> begin() override {
    if (by_chance(weather.away)) return fault();
    auto done = real_.begin();
    open_ = done.ok();
    return done;
  }
  Result<void> commit() override {
    if (by_chance(weather.commit_lost)) return fault();
    auto done = real_.commit();
    if (done) open_ = false;
    return done && by_chance(weather.answer_lost) ? fault() : done;
  }
  Result<void> rollback() override {
    if (!open_) return {};
    open_ = false;
    return real_.rollback();
  }
  Result<void> act_for(std::string_view tenant) override { return real_.act_for(tenant); }
  Result<void> lock_migrations() override { return real_.lock_migrations(); }
  [[nodiscard]] store::Dialect dialect() const override { return real_.dialect(); }

 private:
  bool by_chance(double chance) { return chance > 0 && random_.uniform() < chance; }
  static Error fault() { return {ErrorKind::unavailable, "the database is away"}; }

  store::Database& real_;
  Random& random_;
  bool open_ = false;
};

}  // namespace shrike::simulation
