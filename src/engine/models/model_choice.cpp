#include <fmt/core.h>

#include <algorithm>

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/engine/model_library.hpp"

namespace shrike::engine {

using domain::EventKind;
using domain::ModelRef;

namespace {

constexpr std::array kJudged{EventKind::transaction, EventKind::message};

std::size_t place_of(EventKind about) { return about == EventKind::message ? 1 : 0; }

void write(ByteWriter& out, const ModelRef& model) {
  out.text(model.id);
  out.number(model.version);
}

ModelRef read(ByteReader& in) {
  ModelRef model;
  model.id = in.text();
  model.version = in.number<std::uint32_t>();
  return model;
}

/// The judge of that kind becomes the other's shadow.
void cross(const ModelSet& judges, EventKind about, ModelSet& shadows) {
  if (about == EventKind::transaction) shadows.shadow_transactions = judges.transactions;
  if (about == EventKind::message) shadows.shadow_messages = judges.messages;
}

ModelRef judge_of(const ModelSet& models, EventKind about) {
  const auto ref = [](const auto& model) {
    return model == nullptr ? ModelRef() : ModelRef{model->header().id, model->header().version};
  };
  return about == EventKind::message ? ref(models.messages) : ref(models.transactions);
}

void write(ByteWriter& out, const std::array<JudgeChoice, 2>& choices) {
  for (const JudgeChoice& choice : choices) {
    write(out, choice.champion);
    write(out, choice.previous);
    write(out, choice.challenger);
    out.number(choice.share_percent);
  }
}

bool read(ByteReader& in, std::array<JudgeChoice, 2>& choices) {
  for (JudgeChoice& choice : choices) {
    choice.champion = read(in);
    choice.previous = read(in);
    choice.challenger = read(in);
    choice.share_percent = in.number<std::uint8_t>();
    if (choice.share_percent > 100) return false;
  }
  return in.ok();
}

/// `judged`: the champion so far.
void change_choice(JudgeChoice& choice, const ModelRef& judged, const domain::ModelChange& change,
                   domain::Control::Action action) {
  if (action == domain::Control::Action::model_challenge) {
    choice.challenger = change.model.version == 0 ? ModelRef() : change.model;
    choice.share_percent = change.model.version == 0 ? 0 : change.share_percent;
    return;
  }
  if (judged != change.model) choice.previous = judged;
  choice.champion = change.model;
}

/// A challenger that takes over has nobody left to challenge.
void end_challenge_of(const ModelRef& champion, JudgeChoice& choice) {
  if (choice.challenger == champion) choice.challenger = {}, choice.share_percent = 0;
}

bool is_nothing(const JudgeChoice& choice) {
  return choice.champion.version == 0 && choice.previous.version == 0 && choice.challenger.version == 0;
}
bool is_nothing(const std::array<JudgeChoice, 2>& choices) { return is_nothing(choices[0]) && is_nothing(choices[1]); }

/// What of a tenant's own choice and of the base's counts.
JudgeChoice counting(const JudgeChoice& own, const JudgeChoice& base) {
  const bool follows = own.champion.version == 0;
  JudgeChoice out = own;
  if (follows) out.champion = base.champion;
  if (follows && own.previous.version == 0) out.previous = base.previous;
  if (!follows || own.challenger.version != 0) return out;
  out.challenger = base.challenger;
  out.share_percent = base.share_percent;
  return out;
}

/// What judged from the start was chosen by nobody, and is the one to go back to all the same.
ModelRef champion_of(const JudgeChoice& choice, const ModelSet& champions, EventKind about) {
  return choice.champion.version == 0 ? judge_of(champions, about) : choice.champion;
}

}  // namespace

ModelChoice::ModelChoice(ModelSet start, const ModelLibrary* library) : library_(library) {
  base_.champions = std::move(start);
  base_.challengers = base_.champions;
}

void ModelChoice::apply(std::string_view tenant, const domain::ModelChange& change, domain::Control::Action action) {
  if (tenant == domain::kOperatorTenant) return change_base(change, action);
  const std::size_t place = place_of(change.about);
  const auto found = tenants_.find(tenant);
  Judging own = found == tenants_.end() ? Judging() : found->second;
  JudgeChoice& choice = own.chosen[place];
  change_choice(choice, champion_of(of(change.about, tenant), champions(tenant), change.about), change, action);
  if (action == domain::Control::Action::model_activate) {
    end_challenge_of(change.model, choice);
    if (change.model == champion_of(base_.counts[place], base_.champions, change.about)) choice.champion = {};
  }
  const bool known = found != tenants_.end();
  if (is_nothing(own.chosen)) {
    if (known) tenants_.erase(found);
    return;
  }
  if (!known && tenants_.size() >= kTenantsMax) return;
  resolve(tenant, own);
  tenants_.insert_or_assign(std::string(tenant), std::move(own));
}

void ModelChoice::change_base(const domain::ModelChange& change, domain::Control::Action action) {
  const std::size_t place = place_of(change.about);
  JudgeChoice& choice = base_.chosen[place];
  const ModelRef judged = champion_of(choice, base_.champions, change.about);
  change_choice(choice, judged, change, action);
  const bool activated = action == domain::Control::Action::model_activate;
  if (activated) end_challenge_of(change.model, choice);
  resolve_base();
  for (auto tenant = tenants_.begin(); tenant != tenants_.end();) {
    JudgeChoice& own = tenant->second.chosen[place];
    if (activated && own.champion.version == 0) {
      if (judged != change.model) own.previous = {};
      end_challenge_of(change.model, own);
    }
    if (!is_nothing(tenant->second.chosen)) resolve(tenant->first, tenant->second);
    tenant = is_nothing(tenant->second.chosen) ? tenants_.erase(tenant) : std::next(tenant);
  }
}

std::optional<AnyModel> ModelChoice::find(const ModelRef& model, EventKind kind, std::string_view tenant) const {
  auto found = library_ == nullptr || model.version == 0 ? std::nullopt : library_->find(model);
  return found && about(*found) == kind && is_seen_by(*found, tenant) ? found : std::nullopt;
}

void ModelChoice::resolve_base() {
  base_.counts = base_.chosen;
  set_champions(domain::kOperatorTenant, base_);
  set_challengers(domain::kOperatorTenant, base_);
}

void ModelChoice::resolve(std::string_view tenant, Judging& own) const {
  for (std::size_t place = 0; place < own.chosen.size(); ++place)
    own.counts[place] = counting(own.chosen[place], base_.counts[place]);
  own.champions = base_.champions;
  set_champions(tenant, own);
  set_challengers(tenant, own);
}

void ModelChoice::set_champions(std::string_view tenant, Judging& judging) const {
  judging.champions.shadow_transactions.reset();
  judging.champions.shadow_messages.reset();
  for (const EventKind kind : kJudged) {
    const ModelRef& wanted = judging.chosen[place_of(kind)].champion;
    if (wanted.version == 0) continue;
    auto champion = find(wanted, kind, tenant);
    if (!champion && library_ != nullptr) champion = library_->newest_below(wanted, tenant);
    if (champion) set_judge(judging.champions, *champion);
  }
}

void ModelChoice::set_challengers(std::string_view tenant, Judging& judging) const {
  judging.challengers = judging.champions;
  for (const EventKind kind : kJudged) {
    const auto challenger = find(judging.counts[place_of(kind)].challenger, kind, tenant);
    if (!challenger) continue;
    set_shadow(judging.champions, *challenger);
    set_judge(judging.challengers, *challenger);
    cross(judging.champions, kind, judging.challengers);
  }
}

const ModelChoice::Judging& ModelChoice::judging(std::string_view tenant) const {
  if (tenants_.empty()) return base_;
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? base_ : found->second;
}

const ModelSet& ModelChoice::judges_for(const domain::Decision& decision) const {
  const Judging& judging = this->judging(decision.event.tenant);
  const JudgeChoice& choice = judging.counts[place_of(decision.event.kind())];
  if (choice.share_percent == 0) return judging.champions;
  const std::string& subject = decision.subject().empty() ? decision.event_id() : decision.subject();
  const std::uint64_t hash =
      hash64(subject, hash64(decision.event.tenant, hash64(choice.challenger.id, choice.challenger.version)));
  return hash % 100 < choice.share_percent ? judging.challengers : judging.champions;
}

const JudgeChoice& ModelChoice::of(EventKind about, std::string_view tenant) const {
  return judging(tenant).counts[place_of(about)];
}

bool ModelChoice::challenges(EventKind about, std::string_view tenant) const {
  const auto found = tenants_.find(tenant);
  if (found == tenants_.end() && tenant != domain::kOperatorTenant) return false;
  const Choices& chosen = found == tenants_.end() ? base_.chosen : found->second.chosen;
  return chosen[place_of(about)].challenger.version != 0;
}

const ModelSet& ModelChoice::champions(std::string_view tenant) const { return judging(tenant).champions; }

bool ModelChoice::is_missing(const ModelRef& model, std::string_view tenant) const {
  if (model.version == 0) return false;
  const auto found = library_ == nullptr ? std::nullopt : library_->find(model);
  return !found || !is_seen_by(*found, tenant);
}

std::string ModelChoice::missing() const {
  std::string words;
  for (const JudgeChoice& choice : base_.chosen) {
    for (const ModelRef* ref : {&choice.champion, &choice.challenger}) {
      if (!is_missing(*ref, domain::kOperatorTenant)) continue;
      words +=
          fmt::format("{}{} version {} was chosen and is not there", words.empty() ? "" : "; ", ref->id, ref->version);
    }
  }
  const auto without = std::ranges::count_if(tenants_, [this](const auto& one) {
    return std::ranges::any_of(one.second.chosen, [&](const JudgeChoice& own) {
      return is_missing(own.champion, one.first) || is_missing(own.challenger, one.first);
    });
  });
  if (without > 0)
    words += fmt::format("{}a version of their own choice is not there for {} of the tenants",
                         words.empty() ? "" : "; ", without);
  return words;
}

void ModelChoice::save(ByteWriter& out) const {
  write(out, base_.chosen);
  std::vector<const std::pair<const std::string, Judging>*> sorted;
  sorted.reserve(tenants_.size());
  for (const auto& one : tenants_) sorted.push_back(&one);
  std::ranges::sort(
      sorted, {}, [](const auto* one) -> const auto& { return one->first; });
  out.varint(sorted.size());
  for (const auto* one : sorted) {
    out.text(one->first);
    write(out, one->second.chosen);
  }
}

bool ModelChoice::load(ByteReader& in) {
  tenants_.clear();
  if (!read(in, base_.chosen)) return false;
  resolve_base();
  const std::uint64_t count = in.varint();
  if (count > kTenantsMax) return false;
  std::string before;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string tenant(in.text());
    Judging own;
    const bool in_order = i == 0 || before < tenant;
    if (!read(in, own.chosen) || !in_order || tenant == domain::kOperatorTenant || is_nothing(own.chosen)) return false;
    resolve(tenant, own);
    before = tenant;
    tenants_.emplace(std::move(tenant), std::move(own));
  }
  return in.ok();
}

}  // namespace shrike::engine
