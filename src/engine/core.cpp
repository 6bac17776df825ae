#include "shrike/engine/core.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "decision/judge.hpp"
#include "decision/policies.hpp"
#include "decision/thresholds.hpp"
#include "features/feature_state.hpp"
#include "rules/blocklist.hpp"
#include "seen_ids.hpp"
#include "shrike/domain/event_codec.hpp"

namespace shrike::engine {

using domain::Decision;
using domain::Event;

struct Core::State {
  State(const EngineSettings& settings, ModelSet start, const ModelLibrary* library)
      : features(settings.features), seen(settings.remembered_ids_max), models(std::move(start), library) {}
  FeatureState features;
  Blocklist blocklist;
  SeenIds seen;
  ModelChoice models;
  Thresholds thresholds;
  Policies policies;
  domain::Seq last_seq = 0;         ///< newest event applied
  domain::Seq blocklist_as_of = 0;  ///< newest event that a loaded blocklist knows
  domain::Seq models_as_of = 0;     ///< the same of the choice of models
  domain::Seq thresholds_as_of = 0;
  domain::Seq policies_as_of = 0;
  [[nodiscard]] bool blocklist_knows(domain::Seq seq) const { return blocklist_as_of != 0 && seq <= blocklist_as_of; }
};

Core::Core(EngineSettings settings, ModelSet models, const Clock& stopwatch, const ModelLibrary* library)
    : settings_(settings),
      stopwatch_(stopwatch),
      state_(std::make_unique<State>(settings_, std::move(models), library)) {}

Core::~Core() = default;

namespace {

void apply_to(Blocklist& blocklist, const std::string& tenant, const domain::Control& control) {
  if (control.action == domain::Control::Action::blocklist_add) return blocklist.add(tenant, control.entry);
  blocklist.remove(tenant, control.entry.kind, control.entry.value);
}

}  // namespace

std::shared_ptr<Decision> Core::apply(Event event, Effort effort) {
  state_->last_seq = std::max(state_->last_seq, event.seq);
  if (const auto* label = std::get_if<domain::Label>(&event.body)) {
    state_->features.learn(event, *label);
    return nullptr;
  }
  if (const auto* control = std::get_if<domain::Control>(&event.body)) {
    if (control->is_blocklist()) {
      if (!state_->blocklist_knows(event.seq)) apply_to(state_->blocklist, event.tenant, *control);
    } else if (control->is_threshold()) {
      if (event.seq == 0 || event.seq > state_->thresholds_as_of)
        state_->thresholds.set(event.tenant, control->threshold);
    } else if (control->is_settings()) {
      if (event.seq == 0 || event.seq > state_->policies_as_of) state_->policies.set(event.tenant, control->settings);
    } else if (state_->models_as_of == 0 || event.seq > state_->models_as_of) {
      state_->models.apply(event.tenant, control->change, control->action);
    }
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
  decide(*decision, effort);
  decision->timings.total = static_cast<std::uint32_t>(stopwatch_.steady_us() - start_us);
  return decision;
}

void Core::decide(Decision& decision, Effort effort) {
  const TimeUs start_us = stopwatch_.steady_us();
  Findings findings;
  FeatureState::Found found;
  if (const auto* payment = decision.transaction()) {
    found = state_->features.find(decision.event, *payment);
    findings.features = state_->features.features(found, *payment);
  } else {
    found = state_->features.find(decision.event, *decision.message());
    findings.sender = state_->features.sender(found);
  }
  const TimeUs features_us = stopwatch_.steady_us();
  const ListMatch listed = state_->blocklist.match(decision.event);
  if (listed.blocked != nullptr) findings.blocked = blocklist_reason(*listed.blocked);
  findings.allowed = listed.allowed;
  findings.review_from = state_->thresholds.of(decision.event.tenant, decision.event.kind());
  findings.policy = state_->policies.of(decision.event.tenant);
  const TimeUs rules_us = stopwatch_.steady_us();
  judge(settings_, state_->models.judges_for(decision), findings, effort, decision);
  state_->features.add(found, decision.seq());
  if (decision.block && !state_->blocklist_knows(decision.seq()))
    state_->blocklist.add(decision.event.tenant, *decision.block);
  decision.timings.features = static_cast<std::uint32_t>(features_us - start_us);
  decision.timings.rules = static_cast<std::uint32_t>(rules_us - features_us);
  decision.timings.models = static_cast<std::uint32_t>(stopwatch_.steady_us() - rules_us);
}

FeatureVector Core::features_of(const Event& event) const {
  const auto* payment = std::get_if<domain::Transaction>(&event.body);
  SHRIKE_ASSERT(payment != nullptr);
  return state_->features.features(state_->features.find(event, *payment), *payment);
}

HandbookFeatures Core::handbook_features_of(const Event& event) const {
  const auto* payment = std::get_if<domain::Transaction>(&event.body);
  SHRIKE_ASSERT(payment != nullptr);
  return state_->features.handbook(state_->features.find(event, *payment));
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
  if (!std::exchange(snapshot.models_done, true)) {
    part.kind = StatePart::Kind::models;
    state_->models.save(out);
    return part;
  }
  if (!std::exchange(snapshot.thresholds_done, true)) {
    part.kind = StatePart::Kind::thresholds;
    state_->thresholds.save(out);
    return part;
  }
  if (!std::exchange(snapshot.policies_done, true)) {
    part.kind = StatePart::Kind::policies;
    state_->policies.save(out);
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
    case StatePart::Kind::models:
      loaded = state_->models.load(in);
      state_->models_as_of = part.as_of;
      break;
    case StatePart::Kind::thresholds:
      loaded = state_->thresholds.load(in);
      state_->thresholds_as_of = part.as_of;
      break;
    case StatePart::Kind::policies:
      loaded = state_->policies.load(in);
      state_->policies_as_of = part.as_of;
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

const ModelChoice& Core::model_choice() const { return state_->models; }
std::size_t Core::blocklist_size() const { return state_->blocklist.size(); }
std::size_t Core::entities() const { return state_->features.entities(); }

}  // namespace shrike::engine
