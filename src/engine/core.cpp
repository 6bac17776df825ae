#include "shrike/engine/core.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "decision/policy.hpp"
#include "decision/reasons.hpp"
#include "features/feature_state.hpp"
#include "rules/blocklist.hpp"
#include "seen_ids.hpp"
#include "shrike/domain/event_codec.hpp"

namespace shrike::engine {

using domain::Decision;
using domain::Event;

struct Core::State {
  explicit State(const EngineSettings& settings) : features(settings.features), seen(settings.remembered_ids_max) {}
  FeatureState features;
  Blocklist blocklist;
  SeenIds seen;
  domain::Seq last_seq = 0;         ///< newest event applied
  domain::Seq blocklist_as_of = 0;  ///< newest event that a loaded blocklist knows
  [[nodiscard]] bool blocklist_knows(domain::Seq seq) const { return blocklist_as_of != 0 && seq <= blocklist_as_of; }
};

Core::Core(EngineSettings settings, ModelSet models, const Clock& stopwatch)
    : settings_(settings),
      models_(std::move(models)),
      stopwatch_(stopwatch),
      state_(std::make_unique<State>(settings_)) {}

Core::~Core() = default;

namespace {

/// Log-odds without a model: a base risk score of 8 means about even odds.
constexpr double kColdBase = -4.0;
constexpr double kColdPerPoint = 0.5;
constexpr double kColdPerSignal = 1.5;

void apply_control(Blocklist& blocklist, const std::string& tenant, const domain::Control& control) {
  switch (control.action) {
    case domain::Control::Action::blocklist_add:
      return blocklist.add(tenant, control.entry);
    case domain::Control::Action::blocklist_remove:
      return blocklist.remove(tenant, control.entry.kind, control.entry.value);
  }
}

TreeScore cold_score(const FeatureVector& features) {
  TreeScore score;
  score.base = kColdBase;
  const double step = kColdPerPoint * at(features, Feature::base_risk_score);
  score.contributions[static_cast<std::size_t>(Feature::base_risk_score)] = step;
  score.log_odds = score.base + step;
  return score;
}

TextScore cold_score(std::string_view content) {
  TextScore score;
  score.base = score.log_odds = kColdBase;
  score.signals = signals_of(content);
  for (const float signal : score.signals) {
    score.signal_contributions.push_back(kColdPerSignal * signal);
    score.log_odds += kColdPerSignal * signal;
  }
  return score;
}

/// Pressure, an account, and something to do: the pattern of account phishing, whatever its wording.
bool account_pressure(const std::vector<float>& signals) {
  const auto has = [&](std::string_view code) { return signal_value(signals, code) != 0; };
  const bool pressure = has("threat_language") || has("urgent_language");
  const bool demand = has("asks_to_verify") || has("asks_for_secret") || has("contains_link") || has("phone_to_call");
  return pressure && has("account_problem") && demand;
}

domain::ModelRef reference(const ModelHeader* header, std::string_view cold_id) {
  return header == nullptr ? domain::ModelRef{std::string(cold_id), 0} : domain::ModelRef{header->id, header->version};
}

}  // namespace

std::shared_ptr<Decision> Core::apply(Event event, Effort effort) {
  state_->last_seq = std::max(state_->last_seq, event.seq);
  if (const auto* label = std::get_if<domain::Label>(&event.body)) {
    state_->features.learn(event, *label);
    return nullptr;
  }
  if (const auto* control = std::get_if<domain::Control>(&event.body)) {
    if (!state_->blocklist_knows(event.seq)) apply_control(state_->blocklist, event.tenant, *control);
    return nullptr;
  }
  auto decision = std::make_shared<Decision>();
  decision->event = std::move(event);
  if (const std::string& id = decision->event_id(); !id.empty()) {
    const SeenIds::First mine{decision->seq(), domain::content_hash(decision->event)};
    if (const auto* first = state_->seen.find_or_add(decision->event.tenant, id, mine)) {
      decision->evaluation =
          first->content == mine.content ? domain::Evaluation::duplicate : domain::Evaluation::conflict;
      decision->first_seq = first->seq;
      return decision;
    }
  }
  const TimeUs start_us = stopwatch_.steady_us();
  if (const auto* payment = decision->transaction()) {
    decide_transaction(*decision, *payment, effort);
  } else {
    decide_message(*decision, *decision->message(), effort);
  }
  decision->timings.total = static_cast<std::uint32_t>(stopwatch_.steady_us() - start_us);
  return decision;
}

void Core::decide_transaction(Decision& decision, const domain::Transaction& payment, Effort effort) {
  const TimeUs start_us = stopwatch_.steady_us();
  const FeatureVector features = state_->features.features(decision.event, payment);
  decision.features.assign(features.begin(), features.end());
  const TimeUs features_us = stopwatch_.steady_us();
  const TreeScore score = models_.transactions ? models_.transactions->score(features) : cold_score(features);
  decision.log_odds = score.log_odds;
  decision.base_log_odds = score.base;
  if (effort == Effort::full) decision.reasons = transaction_reasons(payment, features, score, settings_.reasons_max);
  decision.model = reference(models_.transactions ? &models_.transactions->header() : nullptr, "base-risk");
  const TimeUs models_us = stopwatch_.steady_us();
  const auto base_risk = static_cast<std::int32_t>(at(features, Feature::base_risk_score));
  if (base_risk >= settings_.policy.base_risk_from)
    decision.rules.push_back({"base_risk", settings_.policy.base_risk_points});
  finish(decision, state_->blocklist.match(decision.event));
  state_->features.add(decision.event, payment);
  decision.timings.features = static_cast<std::uint32_t>(features_us - start_us);
  decision.timings.models = static_cast<std::uint32_t>(models_us - features_us);
  decision.timings.rules = static_cast<std::uint32_t>(stopwatch_.steady_us() - models_us);
}

void Core::decide_message(Decision& decision, const domain::Message& message, Effort effort) {
  const TimeUs start_us = stopwatch_.steady_us();
  const TextScore score = models_.messages ? models_.messages->score(message.content) : cold_score(message.content);
  decision.log_odds = score.log_odds;
  decision.base_log_odds = score.base;
  if (effort == Effort::full) decision.reasons = message_reasons(score, settings_.reasons_max);
  decision.model = reference(models_.messages ? &models_.messages->header() : nullptr, "signals");
  if (score.log_odds > 0) decision.threat_category = threat_category(score.signals);
  const TimeUs models_us = stopwatch_.steady_us();
  if (account_pressure(score.signals))
    decision.rules.push_back({"account_pressure", settings_.policy.account_pressure_points});
  finish(decision, state_->blocklist.match(decision.event));
  decision.timings.models = static_cast<std::uint32_t>(models_us - start_us);
  decision.timings.rules = static_cast<std::uint32_t>(stopwatch_.steady_us() - models_us);
}

void Core::finish(Decision& decision, const domain::BlocklistEntry* blocked) {
  decision.fraud_probability = probability_of(decision.log_odds);
  if (blocked != nullptr) {
    decision.rules.push_back({std::string(domain::kBlocklistRule), 100});
    decision.reasons.insert(
        decision.reasons.begin(),
        {"blocklist", fmt::format("The {} is on the blocklist: {}", to_string(blocked->kind), blocked->reason), 0});
  }
  apply_policy(settings_.policy, blocked != nullptr, decision);
  if (decision.action == domain::Action::automatically_blacklisted) {
    decision.block = automatic_block(settings_.policy, decision);
    if (!state_->blocklist_knows(decision.seq())) state_->blocklist.add(decision.event.tenant, *decision.block);
  }
}

FeatureVector Core::features_of(const Event& event) const {
  const auto* payment = std::get_if<domain::Transaction>(&event.body);
  SHRIKE_ASSERT(payment != nullptr);
  return state_->features.features(event, *payment);
}

Snapshot Core::start_snapshot() const {
  Snapshot snapshot;
  snapshot.from = state_->last_seq;
  snapshot.next_id = state_->seen.begin();
  snapshot.end_id = state_->seen.end();
  return snapshot;
}

bool Core::too_late(const Snapshot& snapshot) const {
  return snapshot.next_id < snapshot.end_id && snapshot.next_id < state_->seen.begin();
}

std::optional<StatePart> Core::next_part(Snapshot& snapshot) const {
  StatePart part;
  part.as_of = state_->last_seq;
  ByteWriter out(part.bytes);
  // The ids come first, the oldest before all: they must be saved before new ones make the engine forget them.
  if (snapshot.next_id < snapshot.end_id) {
    part.kind = StatePart::Kind::ids;
    snapshot.next_id = state_->seen.save(snapshot.next_id, snapshot.end_id, out);
    return part;
  }
  if (snapshot.next_shard < FeatureState::kShards) {
    part.index = snapshot.next_shard++;
    state_->features.save_shard(part.index, out);
    return part;
  }
  if (snapshot.blocklist_done) return std::nullopt;
  snapshot.blocklist_done = true;
  part.kind = StatePart::Kind::blocklist;
  state_->blocklist.save(out);
  return part;
}

Result<void> Core::load_part(const StatePart& part) {
  ByteReader in(part.bytes);
  bool loaded = false;
  switch (part.kind) {
    case StatePart::Kind::features:
      loaded = part.index < FeatureState::kShards && state_->features.load_shard(part.index, part.as_of, in);
      break;
    case StatePart::Kind::blocklist:
      loaded = state_->blocklist.load(in);
      state_->blocklist_as_of = part.as_of;
      break;
    case StatePart::Kind::ids:
      loaded = state_->seen.load(in);
      break;
  }
  if (!loaded || !in.at_end())
    return Error{ErrorKind::corrupt, "a part of the engine's state is not as it was written"};
  return {};
}

void Core::restore_blocklist(const std::string& tenant, const domain::BlocklistEntry& entry) {
  state_->blocklist.add(tenant, entry);
}

std::size_t Core::blocklist_size() const { return state_->blocklist.size(); }
std::size_t Core::entities() const { return state_->features.entities(); }

}  // namespace shrike::engine
