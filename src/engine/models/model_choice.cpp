#include <fmt/core.h>

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

}  // namespace

ModelChoice::ModelChoice(ModelSet start, const ModelLibrary* library)
    : library_(library), champions_(std::move(start)), challengers_(champions_) {}

void ModelChoice::apply(const domain::ModelChange& change, domain::Control::Action action) {
  JudgeChoice& choice = choices_[place_of(change.about)];
  if (action == domain::Control::Action::model_challenge) {
    choice.challenger = change.model.version == 0 ? ModelRef() : change.model;
    choice.share_percent = change.model.version == 0 ? 0 : change.share_percent;
  } else {
    // What judged from the start was chosen by nobody, and is the one to go back to all the same.
    const ModelRef judged = choice.champion.version == 0 ? judge_of(champions_, change.about) : choice.champion;
    if (judged != change.model) choice.previous = judged;
    choice.champion = change.model;
    // A challenger that takes over has nobody left to challenge.
    if (choice.challenger == change.model) choice.challenger = {}, choice.share_percent = 0;
  }
  resolve();
}

void ModelChoice::resolve() {
  const auto find = [&](const ModelRef& ref, EventKind kind) {
    const auto found = library_ == nullptr || ref.version == 0 ? std::nullopt : library_->find(ref);
    return found && about(*found) == kind ? found : std::nullopt;
  };
  champions_.shadow_transactions.reset();
  champions_.shadow_messages.reset();
  for (const EventKind kind : kJudged) {
    const ModelRef& wanted = of(kind).champion;
    if (wanted.version == 0) continue;
    auto champion = find(wanted, kind);
    if (!champion && library_ != nullptr) champion = library_->newest_below(wanted);
    if (champion) set_judge(champions_, *champion);
  }
  challengers_ = champions_;
  for (const EventKind kind : kJudged) {
    const auto challenger = find(of(kind).challenger, kind);
    if (!challenger) continue;
    set_shadow(champions_, *challenger);
    set_judge(challengers_, *challenger);
    cross(champions_, kind, challengers_);
  }
}

const ModelSet& ModelChoice::judges_for(const domain::Decision& decision) const {
  const JudgeChoice& choice = of(decision.event.kind());
  if (choice.share_percent == 0) return champions_;
  const std::string& subject = decision.subject().empty() ? decision.event_id() : decision.subject();
  const std::uint64_t hash =
      hash64(subject, hash64(decision.event.tenant, hash64(choice.challenger.id, choice.challenger.version)));
  return hash % 100 < choice.share_percent ? challengers_ : champions_;
}

const JudgeChoice& ModelChoice::of(EventKind about) const { return choices_[place_of(about)]; }

std::string ModelChoice::missing() const {
  std::string words;
  for (const JudgeChoice& choice : choices_) {
    for (const ModelRef* ref : {&choice.champion, &choice.challenger}) {
      if (ref->version == 0 || (library_ != nullptr && library_->find(*ref))) continue;
      words +=
          fmt::format("{}{} version {} was chosen and is not there", words.empty() ? "" : "; ", ref->id, ref->version);
    }
  }
  return words;
}

void ModelChoice::save(ByteWriter& out) const {
  for (const JudgeChoice& choice : choices_) {
    write(out, choice.champion);
    write(out, choice.previous);
    write(out, choice.challenger);
    out.number(choice.share_percent);
  }
}

bool ModelChoice::load(ByteReader& in) {
  for (JudgeChoice& choice : choices_) {
    choice.champion = read(in);
    choice.previous = read(in);
    choice.challenger = read(in);
    choice.share_percent = in.number<std::uint8_t>();
    if (choice.share_percent > 100) return false;
  }
  if (in.ok()) resolve();
  return in.ok();
}

}  // namespace shrike::engine
