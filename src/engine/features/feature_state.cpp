#include "feature_state.hpp"

#include <cmath>
#include <limits>

#include "shrike/base/hash.hpp"

namespace shrike::engine {

namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

std::uint64_t entity_key(const std::string& tenant, domain::EntityKind kind, const std::string& value) {
  return hash64(value, hash64(tenant, static_cast<std::uint64_t>(kind)));
}

std::uint64_t payer_key(const std::string& tenant, const std::string& card, const std::string& customer_id) {
  return card.empty() ? entity_key(tenant, domain::EntityKind::customer, customer_id)
                      : entity_key(tenant, domain::EntityKind::card, card);
}

template <class Map>
auto* find_in(Map& map, bool given, std::uint64_t key) {
  const auto found = given ? map.find(key) : map.end();
  return found == map.end() ? nullptr : &found->second;
}

float ratio(float amount, double to) { return to > 0 ? static_cast<float>(amount / to) : kUnknown; }
float flag(bool value) { return value ? 1.0F : 0.0F; }

}  // namespace

FeatureVector FeatureState::features(const domain::Event& event, const domain::Transaction& payment) const {
  FeatureVector out;
  out.fill(kUnknown);
  const bool has_payer = !payment.card.empty() || !payment.customer_id.empty();
  const std::uint64_t payer_id = payer_key(event.tenant, payment.card, payment.customer_id);
  const std::uint64_t terminal_id = entity_key(event.tenant, domain::EntityKind::terminal, payment.terminal_id);
  const Payer* payer = find_in(shard_of(payer_id).payers, has_payer, payer_id);
  const History* terminal = find_in(shard_of(terminal_id).terminals, !payment.terminal_id.empty(), terminal_id);
  calendar(event, out);
  basic(payment, payer, out);
  if (has_payer) card_windows(event.time_us, payer, out);
  if (!payment.terminal_id.empty()) terminal_windows(event.time_us, terminal, out);
  return out;
}

void FeatureState::calendar(const domain::Event& event, FeatureVector& out) const {
  const TimeUs day = event.time_us / kDayUs - (event.time_us % kDayUs < 0 ? 1 : 0);
  const auto hour = static_cast<float>((event.time_us - day * kDayUs) / kHourUs);
  const TimeUs weekday = ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0 = Monday
  at(out, Feature::hour) = hour;
  at(out, Feature::weekend) = flag(weekday >= 5);
  at(out, Feature::night) = flag(hour < 7);
}

void FeatureState::basic(const domain::Transaction& payment, const Payer* payer, FeatureVector& out) const {
  const auto amount = static_cast<float>(payment.amount.major());
  const std::string& home =
      !settings_.home_country.empty() || payer == nullptr ? settings_.home_country : payer->home_country;
  const bool online = payment.channel == domain::Channel::online;
  const bool international = !payment.country.empty() && !home.empty() && payment.country != home;
  const bool not_present =
      payment.card_present ? !*payment.card_present : online || payment.channel == domain::Channel::phone;
  const bool high = payment.amount.major() >= settings_.high_value_amount;
  at(out, Feature::amount) = amount;
  at(out, Feature::log_amount) = std::log1p(amount);
  at(out, Feature::high_value) = flag(high);
  at(out, Feature::online) = flag(online);
  at(out, Feature::international) = flag(international);
  at(out, Feature::card_not_present) = flag(not_present);
  at(out, Feature::base_risk_score) =
      2 * flag(high) + 3 * flag(international) + 2 * flag(not_present) + at(out, Feature::night);
}

void FeatureState::card_windows(TimeUs now_us, const Payer* payer, FeatureVector& out) {
  static constexpr std::array<TimeUs, 4> kWidths{kHourUs, kDayUs, 7 * kDayUs, 30 * kDayUs};
  std::array<History::Window, 4> windows{};
  if (payer != nullptr) payer->history.windows(now_us, kWidths, windows);
  const auto& [hour, day, week, month] = windows;
  const float amount = at(out, Feature::amount);
  at(out, Feature::card_count_1h) = static_cast<float>(hour.count);
  at(out, Feature::card_count_24h) = static_cast<float>(day.count);
  at(out, Feature::card_count_7d) = static_cast<float>(week.count);
  at(out, Feature::card_count_30d) = static_cast<float>(month.count);
  const auto means = [&](const History::Window& window, Feature mean, Feature amount_ratio) {
    if (window.count == 0) return;
    at(out, mean) = static_cast<float>(window.mean());
    at(out, amount_ratio) = ratio(amount, window.mean());
  };
  means(day, Feature::card_mean_24h, Feature::card_amount_ratio_24h);
  means(week, Feature::card_mean_7d, Feature::card_amount_ratio_7d);
  means(month, Feature::card_mean_30d, Feature::card_amount_ratio_30d);
  if (month.count == 0) return;
  at(out, Feature::card_max_30d) = month.max;
  at(out, Feature::card_amount_over_max_30d) = ratio(amount, month.max);
  if (month.count >= 3 && month.deviation() > 0) {
    at(out, Feature::card_amount_zscore_30d) = static_cast<float>((amount - month.mean()) / month.deviation());
  }
  const History::Entry* last = payer->history.last_before(now_us);
  at(out, Feature::card_seconds_since_last) =
      static_cast<float>(static_cast<double>(now_us - last->time_us) / kSecondUs);
}

void FeatureState::terminal_windows(TimeUs now_us, const History* terminal, FeatureVector& out) {
  static constexpr std::array<TimeUs, 6> kWidths{kDayUs,      7 * kDayUs,  14 * kDayUs,
                                                 21 * kDayUs, 28 * kDayUs, 30 * kDayUs};
  std::array<History::Window, 6> windows{};
  if (terminal != nullptr) terminal->windows(now_us, kWidths, windows);
  at(out, Feature::terminal_count_24h) = static_cast<float>(windows[0].count);
  at(out, Feature::terminal_count_7d) = static_cast<float>(windows[1].count);
  at(out, Feature::terminal_count_30d) = static_cast<float>(windows[5].count);
  at(out, Feature::terminal_known_frauds_14d) = static_cast<float>(windows[2].known_frauds);
  at(out, Feature::terminal_known_frauds_21d) = static_cast<float>(windows[3].known_frauds);
  at(out, Feature::terminal_known_frauds_28d) = static_cast<float>(windows[4].known_frauds);
  at(out, Feature::terminal_fraud_share_30d) =
      windows[5].count == 0 ? 0.0F : static_cast<float>(windows[5].known_frauds) / static_cast<float>(windows[5].count);
  const History::Entry* fraud = terminal == nullptr ? nullptr : terminal->last_fraud_before(now_us);
  if (fraud != nullptr) {
    at(out, Feature::terminal_hours_since_known_fraud) =
        static_cast<float>(static_cast<double>(now_us - fraud->time_us) / kHourUs);
  }
}

void FeatureState::add(const domain::Event& event, const domain::Transaction& payment) {
  const auto amount = static_cast<float>(payment.amount.major());
  const std::uint64_t payer_id = payer_key(event.tenant, payment.card, payment.customer_id);
  Shard& payers = shard_of(payer_id);
  if ((!payment.card.empty() || !payment.customer_id.empty()) && !payers.knows(event.seq)) {
    const auto [found, fresh] = payers.payers.try_emplace(payer_id);
    Payer& payer = found->second;
    payer.history.add(event.time_us, amount);
    if (payer.home_country.empty()) payer.home_country = payment.country;
    entities_ += fresh ? 1 : 0;
  }
  const std::uint64_t terminal_id = entity_key(event.tenant, domain::EntityKind::terminal, payment.terminal_id);
  Shard& terminals = shard_of(terminal_id);
  if (!payment.terminal_id.empty() && !terminals.knows(event.seq)) {
    const auto [found, fresh] = terminals.terminals.try_emplace(terminal_id);
    found->second.add(event.time_us, amount);
    entities_ += fresh ? 1 : 0;
  }
}

void FeatureState::learn(const domain::Event& event, const domain::Label& label) {
  if (!label.fraud || label.terminal_id.empty()) return;
  const std::uint64_t key = entity_key(event.tenant, domain::EntityKind::terminal, label.terminal_id);
  Shard& shard = shard_of(key);
  const auto terminal = shard.terminals.find(key);
  if (terminal != shard.terminals.end() && !shard.knows(event.seq))
    terminal->second.mark_fraud(label.labelled_event_time_us);
}

void FeatureState::save_shard(std::size_t shard, ByteWriter& out) const {
  const Shard& from = shards_[shard];
  out.varint(from.payers.size());
  for (const auto& [key, payer] : from.payers) {
    out.number(key);
    out.text(payer.home_country);
    payer.history.save(out);
  }
  out.varint(from.terminals.size());
  for (const auto& [key, terminal] : from.terminals) {
    out.number(key);
    terminal.save(out);
  }
}

bool FeatureState::load_shard(std::size_t shard, domain::Seq as_of, ByteReader& in) {
  Shard loaded;
  loaded.as_of = as_of;
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    const auto key = in.number<std::uint64_t>();
    Payer payer;
    payer.home_country = in.text();
    if (key % kShards != shard || !payer.history.load(in)) return false;
    loaded.payers.emplace(key, std::move(payer));
  }
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    const auto key = in.number<std::uint64_t>();
    History terminal;
    if (key % kShards != shard || !terminal.load(in)) return false;
    loaded.terminals.emplace(key, std::move(terminal));
  }
  if (!in.ok()) return false;
  entities_ -= shards_[shard].payers.size() + shards_[shard].terminals.size();
  entities_ += loaded.payers.size() + loaded.terminals.size();
  shards_[shard] = std::move(loaded);
  return true;
}

}  // namespace shrike::engine
