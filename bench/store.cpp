// How much of a database's own speed the archive keeps: write_archive_batch against raw prepared inserts (SQLite) and
// raw COPY on one connection (PostgreSQL) of the same, already encoded rows into the same schema. Alternating rounds,
// medians.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include "shrike/base/random.hpp"
#include "shrike/store/archive_batch.hpp"
#include "support/own_folder.hpp"
#include "support/postgres_cluster.hpp"
#include "support/raw_writers.hpp"
#include "support/temp_dir.hpp"

namespace {

using namespace shrike;
using bench::checked;
using bench::median;
using bench::migrated;
using bench::Way;

constexpr int kRounds = 7;
constexpr std::size_t kRowsPerRound = 10'000;

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

double rows_per_second(Way& way) {
  const auto start = std::chrono::steady_clock::now();
  way.run();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return static_cast<double>(kRowsPerRound) / taken.count();
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

}  // namespace

int main() {
  bench::run_in_own_folder();
  const test::TempDir dir;
  {
    const auto database = migrated("sqlite://" + dir.file("ours.db"));
    migrated("sqlite://" + dir.file("raw.db"));
    Archive ours(*database);
    const auto raw = bench::raw_sqlite(dir.file("raw.db"));
    domain::Seq next = 1;
    for (const std::size_t batch : {500U, 5'000U}) compare("SQLite, prepared insert", batch, ours, *raw, next);
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
  const auto raw = bench::raw_copy(raw_url);
  domain::Seq next = 1;
  for (const std::size_t batch : {500U, 5'000U}) compare("PostgreSQL, text COPY", batch, ours, *raw, next);
}
