#pragma once
// A circuit breaker in front of a connection: while a database does not answer, callers are told so at once.
#include "shrike/base/clock.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

struct BreakerSettings {
  TimeUs slow_us = 500 * kMillisecondUs;  ///< a call that fails as unavailable after so long opens the breaker
  TimeUs open_us = 5 * kSecondUs;         ///< then calls fail at once for so long; the next one is the probe
};

/// One thread at a time, as any Database. A quick failure opens nothing: it costs the caller nothing to see for itself.
class BreakerDatabase final : public Database {
 public:
  /// Both outlive it.
  BreakerDatabase(Database& real, const Clock& clock, BreakerSettings settings = {})
      : real_(real), clock_(clock), settings_(settings) {}

  using Database::query;
  Result<Rows> query(std::string_view sql, std::span<const Value> params) override;
  Result<void> script(std::string_view sql) override;
  Result<void> bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                           const FillRow& fill) override;
  Result<void> begin() override;
  Result<void> commit() override;
  Result<void> rollback() override { return real_.rollback(); }
  Result<void> lock_migrations() override;
  Result<void> act_for(std::string_view tenant) override;
  [[nodiscard]] Dialect dialect() const override { return real_.dialect(); }

 private:
  template <class Call>
  auto guarded(const Call& call) -> decltype(call());

  Database& real_;
  const Clock& clock_;
  const BreakerSettings settings_;
  TimeUs open_until_us_ = 0;
};

}  // namespace shrike::store
