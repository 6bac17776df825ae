#include "shrike/app/verify.hpp"

#include <fmt/core.h>

#include "progress.hpp"
#include "shrike/app/models.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/tenants.hpp"

namespace shrike::app {

namespace {

constexpr std::size_t kDifferencesShown = 10;

void note(const store::StoredDecision& stored, const Result<engine::DecidedAgain>& again, Verification& out) {
  ++out.decisions;
  if (!again) {
    ++out.other_model;
    return;
  }
  if (again->differences.empty()) return;
  ++out.different;
  if (out.shown.size() >= kDifferencesShown) return;
  std::string line = domain::decision_id(stored.decision.seq()) + ":";
  for (const std::string& name : again->differences) line += " " + name;
  out.shown.push_back(std::move(line));
}

}  // namespace

Result<Verification> verify(store::Database& database, const Config& config, const engine::ModelSet& models) {
  const SystemClock clock;
  ProgressBar bar("verify:", clock);
  Verification out;
  const auto tenants = store::list_tenants(database, std::nullopt);
  if (!tenants) return tenants.error();
  std::uint64_t all = 0;
  for (const auto& [tenant, figures] : *tenants) all += figures.decisions;
  for (const auto& [tenant, figures] : *tenants) {
    store::DecisionFilter filter;
    filter.tenant = tenant.id;
    filter.page.limit = store::kPageLimitMax;
    do {
      const auto page = store::search(database, filter);
      if (!page) return page.error();
      for (const auto& stored : page->rows)
        note(stored, engine::decide_again(stored.decision, config.engine, models), out);
      bar.update(all == 0 ? 1 : static_cast<double>(out.decisions) / static_cast<double>(all), out.decisions);
      filter.page.cursor = page->next_cursor.value_or("");
    } while (!filter.page.cursor.empty());
  }
  bar.finish(out.decisions);
  return out;
}

std::string verification_text(const Verification& verification) {
  std::string out = fmt::format("Decisions {}, different {}, made by another model {}\n", verification.decisions,
                                verification.different, verification.other_model);
  for (const std::string& line : verification.shown) out += "  " + line + "\n";
  return out;
}

}  // namespace shrike::app
