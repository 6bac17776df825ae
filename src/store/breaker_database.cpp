#include "shrike/store/breaker_database.hpp"

namespace shrike::store {

template <class Call>
auto BreakerDatabase::guarded(const Call& call) -> decltype(call()) {
  const TimeUs start_us = clock_.steady_us();
  if (start_us < open_until_us_) return Error{ErrorKind::unavailable, "the database does not answer"};
  auto done = call();
  const TimeUs end_us = clock_.steady_us();
  const bool gone = !done && done.error().kind == ErrorKind::unavailable && end_us - start_us >= settings_.slow_us;
  open_until_us_ = gone ? end_us + settings_.open_us : 0;
  return done;
}

Result<Rows> BreakerDatabase::query(std::string_view sql, std::span<const Value> params) {
  return guarded([&] { return real_.query(sql, params); });
}

Result<void> BreakerDatabase::script(std::string_view sql) {
  return guarded([&] { return real_.script(sql); });
}

Result<void> BreakerDatabase::bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                                          const FillRow& fill) {
  return guarded([&] { return real_.bulk_insert(table, columns, rows, fill); });
}

Result<void> BreakerDatabase::begin() {
  return guarded([&] { return real_.begin(); });
}

Result<void> BreakerDatabase::commit() {
  return guarded([&] { return real_.commit(); });
}

Result<void> BreakerDatabase::act_for(std::string_view tenant) {
  return guarded([&] { return real_.act_for(tenant); });
}

Result<void> BreakerDatabase::lock_migrations() {
  return guarded([&] { return real_.lock_migrations(); });
}

}  // namespace shrike::store
