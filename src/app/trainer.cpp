#include "trainer.hpp"

#include <fmt/core.h>
#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <set>
#include <stdexcept>

#include "shrike/base/diag.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/sources/file_reader.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/training_messages.hpp"
#include "shrike/store/training_rows.hpp"
#include "shrike/training/own_columns.hpp"

namespace shrike::app {

using domain::EventKind;

namespace {

constexpr std::chrono::milliseconds kIdleWait{100};  ///< how soon a stop is noticed
constexpr TimeUs kMatureUs = 7 * kDayUs;             ///< after that, who was robbed has said so
constexpr TimeUs kLabelDelayUs = 7 * kDayUs;         ///< of transactions that are sent with their truth

bool is_about_messages(const api::RetrainRequest& request) {
  return !request.scam_messages.empty() || !request.legitimate_messages.empty();
}
const char* about_of(const api::RetrainRequest& request) {
  return is_about_messages(request) ? "message" : "transaction";
}

/// What is sent goes through the feature code that decides live, in the order of its event times.
training::ExampleTable stream_examples(const api::RetrainRequest& request, const Config& config, const Clock& clock) {
  auto events = request.transactions;
  std::ranges::stable_sort(events, {}, [](const auto& one) { return one.first.time_us; });
  engine::Core core(config.engine, {}, clock);
  sources::DelayedLabels labels(kLabelDelayUs);
  training::AttributeCensus census;
  for (const auto& [event, fraud] : events) census.count(std::get<domain::Transaction>(event.body).attributes);
  const auto columns = census.columns();
  auto out = training::table_with(columns);
  domain::Seq seq = 0;
  for (auto& [event, fraud] : events) {
    while (auto label = labels.due(event.time_us)) core.apply(std::move(*label), engine::Effort::state_only);
    labels.add(event, fraud);
    const auto& attributes = std::get<domain::Transaction>(event.body).attributes;
    out.add({event.time_us, 0, fraud}, training::row_with(core.features_of(event), columns, attributes));
    event.seq = ++seq;
    core.apply(event, engine::Effort::state_only);
  }
  return out;
}

std::vector<store::TrainingMessage> messages_of(const api::RetrainRequest& request, TimeUs now_us) {
  std::vector<store::TrainingMessage> out;
  for (const auto& [texts, scam] : {std::pair{&request.scam_messages, true}, {&request.legitimate_messages, false}}) {
    for (const std::string& text : *texts) out.push_back({training::message_key(text), text, scam, request.by, now_us});
  }
  return out;
}

/// What was sent before, without what is said anew, and then the new.
std::vector<training::MessageExample> corpus_of(const std::vector<store::TrainingMessage>& known,
                                                const std::vector<store::TrainingMessage>& sent) {
  std::set<std::uint64_t> said;
  for (const auto& message : sent) said.insert(message.key);
  std::vector<training::MessageExample> out;
  for (const auto& message : known) {
    if (!said.contains(message.key)) out.push_back({message.content, message.scam});
  }
  for (const auto& message : sent) out.push_back({message.content, message.scam});
  return out;
}

/// A result that one thread waits for and another sets.
class Awaited {
 public:
  void set(Result<void> result) {
    const std::lock_guard lock(mutex_);
    result_ = std::move(result);
    set_.notify_all();
  }
  /// Waits in slices, so that a stop is noticed.
  Result<void> get(std::chrono::seconds wait, const std::atomic<bool>& stopping) {
    std::unique_lock lock(mutex_);
    const auto slices = wait / kIdleWait;
    for (auto slice = slices; slice > 0 && !stopping; --slice) {
      if (set_.wait_for(lock, kIdleWait, [&] { return result_.has_value(); })) return *result_;
    }
    return Error{ErrorKind::unavailable, "the event log or the engine did not answer"};
  }

 private:
  std::mutex mutex_;
  std::condition_variable set_;
  std::optional<Result<void>> result_;
};

api::ModelView view_of(const engine::AnyModel& model, const engine::JudgesView::Judges& judges) {
  const engine::ModelHeader& header = engine::header_of(model);
  api::ModelView view;
  view.ref = {header.id, header.version};
  view.kind = header.kind;
  view.about = engine::about(model);
  view.summary_json = header.summary_json;
  view.state = "standby";
  const bool payments = view.about == EventKind::transaction;
  const engine::JudgeChoice& choice = payments ? judges.transactions : judges.messages;
  if (const auto& monitor = judges.models.anomalies; monitor && view.kind == "isolation_forest") {
    if (monitor->header().version == header.version) view.state = "monitor";
    return view;
  }
  const engine::ModelHeader* champion =
      payments ? (judges.models.transactions ? &judges.models.transactions->header() : nullptr)
               : (judges.models.messages ? &judges.models.messages->header() : nullptr);
  if (champion != nullptr && champion->id == header.id && champion->version == header.version) {
    view.state = "champion";
  } else if (choice.challenger == view.ref) {
    view.state = "challenger";
    view.share_percent = choice.share_percent;
  }
  return view;
}

}  // namespace

std::vector<api::ModelView> Trainer::models(const std::string& tenant) const {
  const auto judges = parts_.engine.judges.get(tenant);
  std::vector<api::ModelView> out;
  for (const engine::AnyModel& model : parts_.registry.library().all()) {
    if (!engine::is_seen_by(model, tenant)) continue;
    out.push_back(view_of(model, judges));
    // Names of the operator's people are not for its tenants.
    if (engine::header_of(model).tenant != tenant)
      out.back().summary_json = training::without(out.back().summary_json, "trained_by");
  }
  std::ranges::sort(out, [](const api::ModelView& a, const api::ModelView& b) {
    return a.ref.id != b.ref.id ? a.ref.id < b.ref.id : a.ref.version > b.ref.version;
  });
  return out;
}

domain::ModelRef Trainer::previous(const std::string& tenant, EventKind about) const {
  const auto judges = parts_.engine.judges.get(tenant);
  return about == EventKind::message ? judges.messages.previous : judges.transactions.previous;
}

bool Trainer::challenged_by_base(const std::string& tenant, EventKind about) const {
  const auto judges = parts_.engine.judges.get(tenant);
  const engine::JudgeChoice& choice = about == EventKind::message ? judges.messages : judges.transactions;
  return choice.challenger.version != 0 && !parts_.engine.judges.challenges(about, tenant);
}

api::TrainingView Trainer::training(const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  if (!running_.empty() && running_ != tenant) {
    api::TrainingView busy;
    busy.state = "busy";
    return busy;
  }
  const auto found = views_.find(tenant);
  return found == views_.end() ? api::TrainingView() : found->second;
}

void Trainer::retrain(const std::string& tenant, Read read, Done done) {
  Job job{tenant, std::move(read), nullptr, {}};
  {
    const std::lock_guard lock(mutex_);
    if (!running_.empty()) {
      done(Error{ErrorKind::conflict, "another training runs; GET /models tells when it is over"});
      return;
    }
    begin(job);
  }
  const auto once = job.done = std::make_shared<Done>(std::move(done));
  parts_.after(kReplyWait, [this, once] { answer(once, std::optional<api::RetrainReport>()); });
  SHRIKE_ASSERT(jobs_.try_push(std::move(job)));
}

/// Under the lock.
void Trainer::begin(Job& job) {
  // The training longest ago is what somebody will miss least.
  if (views_.size() >= kToldMax && !views_.contains(job.tenant))
    views_.erase(std::ranges::min_element(views_, {}, [](const auto& one) { return one.second.started_at_us; }));
  api::TrainingView& view = views_[running_ = job.tenant];
  job.before = std::exchange(view, {});
  view.job = job.before.job + 1;
  view.state = "running";
  view.started_at_us = parts_.clock.now_us();
}

void Trainer::answer(const std::shared_ptr<Done>& done, Result<std::optional<api::RetrainReport>> result) {
  if (*done) std::exchange(*done, nullptr)(std::move(result));
}

void Trainer::run(const std::stop_token& stop) {
  // Runs in what the others leave: a waking thread of theirs takes the core from it at once.
  const sched_param idle{};
  ::pthread_setschedparam(::pthread_self(), SCHED_IDLE, &idle);
  const std::stop_callback on_stop(stop, [this] { stopping_ = true; });
  std::vector<Job> jobs;
  while (!stop.stop_requested()) {
    jobs.clear();
    jobs_.pop_batch(jobs, 1, kIdleWait);
    for (const Job& job : jobs) work(job);
  }
}

void Trainer::work(const Job& job) {
  std::optional<Result<api::RetrainReport>> result;
  try {
    if (const auto request = job.read()) {
      set_view([&](api::TrainingView& view) { view.about = about_of(*request); });
      result = train(*request);
    }
  } catch (const std::exception& error) {  // the trainers' libraries throw
    result = Error{ErrorKind::corrupt, error.what()};
  }
  if (result) {
    finish(*result);
  } else {
    set_view([&](api::TrainingView& view) { view = job.before; });
    result = invalid("there is nothing to learn from");
  }
  {
    const std::lock_guard lock(mutex_);
    running_.clear();
  }
  parts_.post([this, done = job.done, result = std::move(*result)]() mutable {
    answer(done, result ? Result<std::optional<api::RetrainReport>>(std::move(*result))
                        : Result<std::optional<api::RetrainReport>>(result.error()));
  });
}

void Trainer::set_view(const std::function<void(api::TrainingView&)>& change) {
  const std::lock_guard lock(mutex_);
  change(views_[running_]);
}

void Trainer::progress(double part) {
  // A library's loop is left by an exception only.
  if (stopping_) throw std::runtime_error("the system stops");
  set_view([part](api::TrainingView& view) { view.progress = part; });
}

void Trainer::finish(const Result<api::RetrainReport>& result) {
  set_view([&](api::TrainingView& view) {
    view.state = result ? "done" : "failed";
    view.progress = 1;
    view.finished_at_us = parts_.clock.now_us();
    if (result) view.report = *result;
    view.message = !result ? result.error().message : result->activated ? "activated" : result->reason;
    if (!result) return diag::warning("training", "{}", view.message);
    diag::info("training", "{} version {}: {}", result->model.id, result->model.version, view.message);
  });
}

Result<training::ExampleTable> Trainer::examples_of(const api::RetrainRequest& request, std::string& objection) {
  if (!request.label_days) return stream_examples(request, parts_.config, parts_.clock);
  const auto newest_us = store::newest_event_time(parts_.database, request.tenant);
  if (!newest_us) return newest_us.error();
  auto labelled = training::labelled_payments(parts_.database, request.tenant,
                                              *newest_us - *request.label_days * kDayUs, *newest_us - kMatureUs);
  if (!labelled) return labelled.error();
  objection = training::dominance(labelled->by_source, {});
  return std::move(labelled->examples);
}

Result<training::Candidate> Trainer::transaction_candidate(const api::RetrainRequest& request) {
  std::string objection;
  const auto examples = examples_of(request, objection);
  if (!examples) return examples.error();
  const auto judges = parts_.engine.judges.get(request.tenant);
  if (request.calibration_only) return recalibrated(request, *examples, objection);
  const std::string name = request.label_days ? fmt::format("labels of {} days", *request.label_days)
                                              : fmt::format("{} transactions sent", examples->size());
  training::RetrainSettings settings;
  settings.trees = parts_.config.training;
  auto candidate = training::retrain_transactions(judges.models.transactions.get(), *examples, settings, name,
                                                  [this](double part) { progress(part); });
  if (candidate && candidate->objection.empty()) candidate->objection = objection;
  return candidate;
}

Result<training::Candidate> Trainer::recalibrated(const api::RetrainRequest& request,
                                                  const training::ExampleTable& examples,
                                                  const std::string& objection) {
  const auto active = parts_.engine.judges.get(request.tenant).models.transactions;
  if (!active) return Error{ErrorKind::conflict, "there is no transaction model to calibrate"};
  auto file = parts_.registry.file({active->header().id, active->header().version});
  if (!file) return file.error();
  // Another's trees have learned from none of the tenant's payments, however old.
  if (file->header.tenant != request.tenant)
    file->header.summary_json = training::without(file->header.summary_json, "data_until");
  auto candidate = training::recalibrate(*file, examples, {});
  if (candidate && candidate->objection.empty()) candidate->objection = objection;
  return candidate;
}

/// The model that updates of `active` begin at: what it was itself moved from, so that no message counts twice. One of
/// the operator's that a tenant goes on from was moved by other messages than the tenant's, and stays as it is.
std::shared_ptr<const engine::TextModel> Trainer::base_of(const engine::TextModel& active,
                                                          const std::string& tenant) const {
  if (active.header().tenant != tenant) return nullptr;
  const auto base = training::base_of(active.header());
  const auto found = base ? parts_.registry.library().find(*base) : std::nullopt;
  const auto* text = found ? std::get_if<std::shared_ptr<const engine::TextModel>>(&*found) : nullptr;
  return text == nullptr ? nullptr : *text;
}

Result<training::Candidate> Trainer::message_candidate(const api::RetrainRequest& request) {
  const auto active = parts_.engine.judges.get(request.tenant).models.messages;
  if (!active) return Error{ErrorKind::conflict, "there is no message model to go on from"};
  const auto known = store::training_messages(parts_.database, request.tenant);
  if (!known) return known.error();
  const auto sent = messages_of(request, parts_.clock.now_us());
  const auto base = base_of(*active, request.tenant);
  const engine::TextModel& from = base ? *base : *active;
  auto candidate = training::retrain_messages(*active, from, corpus_of(*known, sent), sent.size(), {},
                                              [this](double part) { progress(part); });
  if (!candidate) return candidate;
  training::describe_base(candidate->file, from.header());
  return candidate;
}

/// Words when too many recent decisions would have had another outcome; else empty.
Result<std::string> Trainer::flips(const engine::AnyModel& candidate, const std::string& tenant) {
  engine::ModelSet models = parts_.engine.judges.get(tenant).models;
  engine::set_judge(models, candidate);
  store::DecisionFilter filter;
  filter.tenant = tenant;
  filter.kind = engine::about(candidate);
  filter.page.limit = store::kPageLimitMax;
  std::size_t count = 0;
  std::size_t flipped = 0;
  while (count < kRecentMax) {
    const auto page = store::search(parts_.database, filter);
    if (!page) return page.error();
    for (const auto& row : page->rows)
      flipped += engine::outcome_with(row.decision, parts_.config.engine, models) != row.decision.outcome ? 1U : 0U;
    count += page->rows.size();
    if (!page->next_cursor) break;
    filter.page.cursor = *page->next_cursor;
  }
  const double share = count == 0 ? 0 : static_cast<double>(flipped) / static_cast<double>(count);
  if (count < kRecentMin || share <= training::RetrainSettings().flips_max) return std::string();
  return fmt::format("it would have decided {:.1f} % of the newest {} decisions otherwise", 100 * share, count);
}

Result<api::RetrainReport> Trainer::train(const api::RetrainRequest& request) {
  if (auto room = parts_.registry.room_for(request.tenant); !room) return room.error();
  auto candidate = is_about_messages(request) ? message_candidate(request) : transaction_candidate(request);
  if (!candidate) return candidate.error();
  training::describe(candidate->file, {{"trained_at", format_time(parts_.clock.now_us())}, {"trained_by", request.by}});
  if (request.tenant != domain::kOperatorTenant) training::describe(candidate->file, {{"tenant", request.tenant}});
  const auto model = parts_.registry.add(std::move(candidate->file));
  if (!model) return model.error();
  if (candidate->objection.empty()) {
    auto words = flips(*model, request.tenant);
    if (!words) return words.error();
    candidate->objection = std::move(*words);
  }
  const engine::ModelHeader& header = engine::header_of(*model);
  api::RetrainReport report;
  report.about = about_of(request);
  report.model = {header.id, header.version};
  report.samples = candidate->samples;
  report.frauds = candidate->frauds;
  report.reason = candidate->objection;
  report.before_json = training::metrics_json(candidate->before, candidate->stated_before);
  report.after_json = training::metrics_json(candidate->after, candidate->stated_after);
  if (!report.reason.empty()) return report;
  if (is_about_messages(request)) {
    // Only what makes a model that judges is kept: what was refused must not come back with the next training.
    const auto sent = messages_of(request, parts_.clock.now_us());
    if (auto done = store::keep_training_messages(parts_.database, request.tenant, sent); !done) return done.error();
  }
  if (auto done = activate(report.model, engine::about(*model), request); !done) return done.error();
  report.activated = true;
  return report;
}

Result<void> Trainer::activate(const domain::ModelRef& model, EventKind about, const api::RetrainRequest& request) {
  domain::Event event;
  event.tenant = request.tenant;
  event.time_us = event.ingested_at_us = parts_.clock.now_us();
  domain::Control control;
  control.action = domain::Control::Action::model_activate;
  control.change = {about, model, 0, request.by, "retraining"};
  event.body = std::move(control);
  const auto awaited = std::make_shared<Awaited>();
  parts_.post([this, awaited, event = std::move(event)]() mutable {
    parts_.append(std::move(event), [awaited](Result<void> result) { awaited->set(std::move(result)); });
  });
  return awaited->get(kActivationWait, stopping_);
}

}  // namespace shrike::app
