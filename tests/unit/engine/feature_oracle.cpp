#include "feature_oracle.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <set>

namespace shrike::engine::testing {

namespace {

using domain::Event;
using domain::Transaction;

constexpr double kUnknown = NAN;
constexpr std::int64_t kSecond = 1'000'000, kDay = 86'400 * kSecond;

const Transaction& body_of(const Event& event) { return std::get<Transaction>(event.body); }
double amount_of(const Event& event) { return static_cast<double>(body_of(event).amount.minor) / 100; }

/// The value by which payments share an entity; empty where none is named.
std::string field(const Event& event, const std::string& name) {
  const Transaction& body = body_of(event);
  if (name == "card") {
    if (!body.card.empty()) return "card " + body.card;
    return body.customer_id.empty() ? "" : "customer " + body.customer_id;
  }
  if (name == "customer") return body.customer_id;
  if (name == "merchant") return body.merchant_id;
  if (name == "terminal") return body.terminal_id;
  if (name == "device") return body.device_id;
  if (name == "ip") return body.ip;
  return name == "country" ? body.country : "";
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// Cuts "_7d" or the like off the name; 30 days where it has none.
std::int64_t take_window(std::string& name) {
  static const std::map<std::string, std::int64_t> kWindows{
      {"_10m", 600 * kSecond}, {"_1h", 3'600 * kSecond}, {"_24h", kDay},      {"_7d", 7 * kDay},
      {"_14d", 14 * kDay},     {"_21d", 21 * kDay},      {"_28d", 28 * kDay}, {"_30d", 30 * kDay}};
  for (const auto& [end, width] : kWindows) {
    if (!ends_with(name, end)) continue;
    name.resize(name.size() - end.size());
    return width;
  }
  return 30 * kDay;
}

/// The newest; of equal times the one that came last.
const Event* newest(const std::vector<const Event*>& payments) {
  const Event* found = nullptr;
  for (const Event* event : payments) {
    if (found == nullptr || event->time_us >= found->time_us) found = event;
  }
  return found;
}

/// By the angle between the directions to both centres.
double kilometres(const std::string& from, const std::string& to) {
  static const std::map<std::string, std::pair<double, double>> kCentres{
      {"DE", {51, 9}}, {"FR", {46, 2}}, {"US", {38, -97}}, {"AU", {-27, 133}}};
  if (from == to && kCentres.count(from) > 0) return 0;
  const auto a = kCentres.find(from), b = kCentres.find(to);
  if (a == kCentres.end() || b == kCentres.end()) return kUnknown;
  const double turn = std::acos(-1.0) / 180;
  const auto [n1, e1] = a->second;
  const auto [n2, e2] = b->second;
  const double cosine = std::sin(n1 * turn) * std::sin(n2 * turn) +
                        std::cos(n1 * turn) * std::cos(n2 * turn) * std::cos((e1 - e2) * turn);
  return 6371.0 * std::acos(cosine);
}

double mean_of(const std::vector<const Event*>& payments) {
  double sum = 0;
  for (const Event* event : payments) sum += amount_of(*event);
  return payments.empty() ? kUnknown : sum / static_cast<double>(payments.size());
}

double deviation_of(const std::vector<const Event*>& payments) {
  const double mean = mean_of(payments);
  double sum = 0;
  for (const Event* event : payments) sum += (amount_of(*event) - mean) * (amount_of(*event) - mean);
  const double deviation = std::sqrt(sum / static_cast<double>(payments.size()));
  return deviation > 1e-5 * mean ? deviation : 0;
}

double largest_of(const std::vector<const Event*>& payments) {
  double most = kUnknown;
  for (const Event* event : payments) most = std::fmax(most, amount_of(*event));
  return most;
}

double median_of(const std::vector<const Event*>& payments) {
  std::multiset<double> amounts;
  for (const Event* event : payments) amounts.insert(amount_of(*event));
  if (amounts.size() < 3) return kUnknown;
  const auto upper = std::next(amounts.begin(), static_cast<std::ptrdiff_t>(amounts.size() / 2));
  return amounts.size() % 2 == 1 ? *upper : (*upper + *std::prev(upper)) / 2;
}

double over(double part, double of) { return of > 0 ? part / of : kUnknown; }

}  // namespace

void FeatureOracle::add(const Event& payment) {
  const auto median = value("card_median_30d", payment);
  large_[id_of(payment)] = median && amount_of(payment) > 3 * *median;
  payments_.push_back(payment);
  histories_.clear();
}

FeatureOracle::Payments FeatureOracle::history_of(const std::string& entity, const Event& payment) const {
  const auto [found, fresh] = histories_.try_emplace(id_of(payment) + " " + entity);
  if (fresh) found->second = gather(entity, payment);
  return found->second;
}

FeatureOracle::Payments FeatureOracle::gather(const std::string& entity, const Event& payment) const {
  constexpr std::int64_t kPause = 39 * kDay;
  Payments found;
  const auto paused = [&](const Event& next) {
    return std::ranges::all_of(found, [&](const Event* one) { return next.time_us - one->time_us > kPause; });
  };
  for (const Event& event : payments_) {
    if (event.tenant != payment.tenant || field(event, entity) != field(payment, entity)) continue;
    if (paused(event)) found.clear();
    found.push_back(&event);
  }
  if (paused(payment)) found.clear();
  return found;
}

bool FeatureOracle::is_fraud(const Event& payment) const {
  const auto found = fraud_.find(id_of(payment));
  return found != fraud_.end() && found->second;
}

double FeatureOracle::fact(const std::string& name, const Event& payment) const {
  const Transaction& body = body_of(payment);
  const std::time_t seconds = payment.time_us / kSecond;
  std::tm date{};
  gmtime_r(&seconds, &date);
  const double amount = amount_of(payment);
  const double night = date.tm_hour <= 6, high = amount >= 500;
  const double online = body.channel == domain::Channel::online;
  const double absent = body.card_present ? !*body.card_present : online == 1 || body.channel == domain::Channel::phone;
  std::string home;
  if (!field(payment, "card").empty()) {
    for (const Event* event : history_of("card", payment)) home = home.empty() ? body_of(*event).country : home;
  }
  const double abroad = !body.country.empty() && !home.empty() && body.country != home;
  const std::map<std::string, double> facts{{"amount", amount},
                                            {"log_amount", std::log(1 + amount)},
                                            {"hour", date.tm_hour},
                                            {"weekend", date.tm_wday == 0 || date.tm_wday == 6},
                                            {"night", night},
                                            {"high_value", high},
                                            {"online", online},
                                            {"international", abroad},
                                            {"card_not_present", absent},
                                            {"base_risk_score", 2 * high + 3 * abroad + 2 * absent + night}};
  return facts.at(name);
}

std::optional<double> FeatureOracle::windowed(const std::string& aggregate, const Payments& window,
                                              const Event& payment) const {
  const double amount = amount_of(payment), count = static_cast<double>(window.size());
  const auto frauds =
      static_cast<double>(std::ranges::count_if(window, [&](const Event* event) { return is_fraud(*event); }));
  if (aggregate == "count") return count;
  if (aggregate == "sum") return window.empty() ? 0 : count * mean_of(window);
  if (aggregate == "known_frauds") return frauds;
  if (aggregate == "fraud_share") return window.empty() ? 0 : frauds / count;
  if (aggregate == "mean") return mean_of(window);
  if (aggregate == "std") return count < 2 ? kUnknown : deviation_of(window);
  if (aggregate == "max") return largest_of(window);
  if (aggregate == "amount_ratio") return over(amount, mean_of(window));
  if (aggregate == "amount_over_max") return over(amount, largest_of(window));
  if (aggregate == "median") return median_of(window);
  if (aggregate == "amount_over_median") return over(amount, median_of(window));
  if (aggregate == "amount_zscore") {
    const double deviation = count < 3 ? 0 : deviation_of(window);
    return deviation > 0 ? (amount - mean_of(window)) / deviation : kUnknown;
  }
  static const std::map<std::string, std::string> kPlurals{{"cards", "card"},         {"customers", "customer"},
                                                           {"merchants", "merchant"}, {"terminals", "terminal"},
                                                           {"devices", "device"},     {"countries", "country"}};
  if (kPlurals.count(aggregate) == 0) return since(aggregate, window, payment);
  std::set<std::string> values;
  for (const Event* event : window) values.insert(field(*event, kPlurals.at(aggregate)));
  values.erase("");
  return static_cast<double>(values.size());
}

std::optional<double> FeatureOracle::since(const std::string& aggregate, const Payments& window,
                                           const Event& payment) const {
  const Event* last = newest(window);
  if (ends_with(aggregate, "_is_new")) {
    const std::string name = aggregate.substr(0, aggregate.size() - std::string("_is_new").size());
    const std::string mine = field(payment, name);
    if (mine.empty() || last == nullptr) return kUnknown;
    return std::ranges::none_of(window, [&](const Event* event) { return field(*event, name) == mine; }) ? 1 : 0;
  }
  if (aggregate == "hours_since_known_fraud") {
    Payments frauds;
    std::ranges::copy_if(window, std::back_inserter(frauds), [&](const Event* event) { return is_fraud(*event); });
    const Event* fraud = newest(frauds);
    return fraud == nullptr ? kUnknown : static_cast<double>(payment.time_us - fraud->time_us) / (3'600.0 * kSecond);
  }
  const bool about_last =
      aggregate == "seconds_since_last" || aggregate == "country_changed" || aggregate == "speed_kmh";
  if (!about_last) return std::nullopt;
  if (last == nullptr) return kUnknown;
  const double seconds = static_cast<double>(payment.time_us - last->time_us) / kSecond;
  if (aggregate == "seconds_since_last") return seconds;
  const std::string from = field(*last, "country"), to = field(payment, "country");
  if (from.empty() || to.empty()) return kUnknown;
  if (aggregate == "country_changed") return from != to ? 1 : 0;
  return kilometres(from, to) / (std::max(seconds, 60.0) / 3'600);
}

std::optional<double> FeatureOracle::matured(const std::string& aggregate, const Payments& window,
                                             const Event& payment) const {
  const auto hours_since = [&](std::int64_t time_us) {
    return static_cast<double>(payment.time_us - time_us) / (3'600.0 * kSecond);
  };
  // A payment of the very time of a fraud counts with it.
  std::set<std::int64_t> frauds;
  for (const Event* event : window)
    if (is_fraud(*event)) frauds.insert(event->time_us);
  std::optional<std::int64_t> genuine;
  for (const Event* event : window) {
    if (payment.time_us - event->time_us <= 7 * kDay || frauds.count(event->time_us) > 0) continue;
    genuine = std::max(genuine.value_or(event->time_us), event->time_us);
  }
  Payments run;
  std::ranges::copy_if(window, std::back_inserter(run),
                       [&](const Event* event) { return is_fraud(*event) && (!genuine || event->time_us > *genuine); });
  if (aggregate == "hours_since_known_genuine") return genuine ? hours_since(*genuine) : kUnknown;
  if (aggregate == "fraud_run") return static_cast<double>(run.size());
  if (aggregate == "ordinary_fraud_run") return ordinary("ordinary_frauds", window, run, payment);
  if (aggregate != "hours_since_fraud_run_began") return std::nullopt;
  std::int64_t first = payment.time_us;
  for (const Event* event : run) first = std::min(first, event->time_us);
  return run.empty() ? kUnknown : hours_since(first);
}

/// A known fraud is ordinary when no payment of its very time at the entity was large for its card.
double FeatureOracle::ordinary(const std::string& aggregate, const Payments& all, const Payments& candidates,
                               const Event& payment) const {
  double count = 0, newest_us = kUnknown;
  for (const Event* fraud : candidates) {
    const auto is_large = [&](const Event* other) {
      return other->time_us == fraud->time_us && large_.at(id_of(*other));
    };
    if (!is_fraud(*fraud) || std::ranges::any_of(all, is_large)) continue;
    count += 1;
    newest_us = std::fmax(newest_us, static_cast<double>(fraud->time_us));
  }
  if (aggregate == "ordinary_frauds") return count;
  return (static_cast<double>(payment.time_us) - newest_us) / (3'600.0 * kSecond);
}

std::optional<double> FeatureOracle::value(const std::string& name, const Event& payment) const {
  std::string entity, rest;
  for (const char* known : {"card", "customer", "merchant", "terminal", "device", "ip"}) {
    if (name.starts_with(std::string(known) + "_")) entity = known, rest = name.substr(entity.size() + 1);
  }
  if (entity.empty() || name == "card_not_present") return fact(name, payment);
  if (field(payment, entity).empty()) return kUnknown;
  const std::int64_t width = take_window(rest);
  const Payments history = history_of(entity, payment);
  if (rest == "seconds_since_first") {
    double most = kUnknown;
    for (const Event* event : history) most = std::fmax(most, static_cast<double>(payment.time_us - event->time_us));
    return most > 0 ? most / kSecond : kUnknown;
  }
  const auto between = [&](std::int64_t from_age, std::int64_t to_age) {
    Payments window;
    std::ranges::copy_if(history, std::back_inserter(window), [&](const Event* event) {
      const std::int64_t age = payment.time_us - event->time_us;
      return age <= from_age && age > to_age;
    });
    return window;
  };
  if (rest == "large_count") {
    const double limit = 3 * median_of(between(30 * kDay, 0));
    const Payments recent = between(width, 0);
    return static_cast<double>(
        std::ranges::count_if(recent, [&](const Event* event) { return amount_of(*event) > limit; }));
  }
  if (rest == "ordinary_frauds") return ordinary(rest, history, between(width, 0), payment);
  if (rest == "hours_since_ordinary_fraud") return ordinary(rest, history, between(37 * kDay, 0), payment);
  if (rest == "matured_fraud_share") return windowed("fraud_share", between(width + 7 * kDay, 7 * kDay), payment);
  if (const auto known = matured(rest, between(37 * kDay, 0), payment)) return known;
  return windowed(rest, between(width, 0), payment);
}

std::vector<double> FeatureOracle::handbook(const Event& payment) const {
  const double amount = amount_of(payment);
  std::vector<double> out{amount, fact("weekend", payment), fact("night", payment)}, terminal;
  for (const std::int64_t days : {1, 7, 30}) {
    double paid = 1, sum = amount, earlier = 0, frauds = 0;
    for (const Event& event : payments_) {
      if (event.tenant != payment.tenant) continue;
      const std::int64_t age = payment.time_us - event.time_us;
      if (field(event, "customer") == field(payment, "customer") && age >= 0 && age < days * kDay)
        paid += 1, sum += amount_of(event);
      if (field(event, "terminal") != field(payment, "terminal") || age < 7 * kDay || age >= (7 + days) * kDay)
        continue;
      earlier += 1;
      frauds += is_fraud(event) ? 1 : 0;
    }
    out.insert(out.end(), {paid, sum / paid});
    terminal.insert(terminal.end(), {earlier, earlier > 0 ? frauds / earlier : 0});
  }
  out.insert(out.end(), terminal.begin(), terminal.end());
  return out;
}

}  // namespace shrike::engine::testing
