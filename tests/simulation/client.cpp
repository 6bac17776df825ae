#include "client.hpp"

#include <fmt/core.h>

#include "shrike/domain/decision_codec.hpp"
#include "shrike/domain/event_codec.hpp"
#include "support/events.hpp"

namespace shrike::simulation {

namespace {
constexpr std::uint64_t kCards = 6;
constexpr std::uint64_t kEventsMax = 4;  // in one request
constexpr std::uint64_t kTextMax = 8'000;

std::string id_of(const domain::Event& event) {
  const auto* payment = std::get_if<domain::Transaction>(&event.body);
  return payment != nullptr ? payment->id : std::get<domain::Message>(event.body).id;
}
}  // namespace

domain::Event Client::new_event(TimeUs now_us) {
  const std::string id = fmt::format("e-{}", ids_.size() + 1);
  ids_.push_back(id);
  const std::uint64_t who = random_.below(kCards);
  // Long texts let a group of appends go over several segments.
  std::string text = "urgent: your parcel waits, pay the fee now " + std::string(random_.below(kTextMax), '.');
  domain::Event event =
      random_.below(5) == 0
          ? testing::message(fmt::format("555-{:04}", who), std::move(text), id, now_us)
          : testing::payment(id, static_cast<std::int64_t>(random_.below(200'000)), fmt::format("tok_{}", who),
                             fmt::format("term-{}", random_.below(3)), now_us);
  sent_[id].event = event;
  return event;
}

const domain::Event& Client::sent_before() { return sent_[ids_[random_.below(ids_.size())]].event; }

void Client::send(api::ReplyDesk& desk, TimeUs now_us) {
  const std::uint64_t what = ids_.empty() ? 99 : random_.below(100);
  if (what < 4) return send_label(desk, now_us);
  if (what < 8) return send_block(desk);
  if (what < 20) return send_events(desk, {sent_before()});
  if (what < 23) {  // the same id with another body: must change nothing
    domain::Event other = sent_before();
    if (auto* payment = std::get_if<domain::Transaction>(&other.body)) payment->amount.minor += 1;
    return send_events(desk, {std::move(other)});
  }
  std::vector<domain::Event> events;
  for (std::uint64_t count = 1 + random_.below(kEventsMax); count > 0; --count) events.push_back(new_event(now_us));
  send_events(desk, std::move(events));
}

void Client::send_events(api::ReplyDesk& desk, std::vector<domain::Event> events) {
  std::vector<std::uint64_t> contents;
  for (const domain::Event& event : events) contents.push_back(domain::content_hash(event));
  desk.submit(std::move(events), [this, contents](Result<std::vector<domain::DecisionPtr>> answer) {
    if (!answer) return void(++refused_);
    if (answer->size() != contents.size())
      return violations_.push_back("an answer has not as many decisions as events were sent");
    for (std::size_t i = 0; i < contents.size(); ++i) note((*answer)[i], contents[i]);
  });
}

void Client::note(const domain::DecisionPtr& decision, std::uint64_t content) {
  const std::string id = id_of(decision->event);
  if (domain::content_hash(decision->event) != content) violations_.push_back(id + " is answered as another event");
  Sent& sent = sent_[id];
  if (decision->evaluation == domain::Evaluation::conflict) return;
  const bool fresh = decision->evaluation == domain::Evaluation::fresh;
  const domain::Seq stands = fresh ? decision->seq() : decision->first_seq;
  if (sent.acknowledged && sent.seq != stands)
    violations_.push_back(fmt::format("{} was decided as event {} and again as event {}", id, sent.seq, stands));
  if (!sent.acknowledged) ++acknowledged_;
  sent.acknowledged = true;
  sent.content = content;
  sent.seq = stands;
  if (!fresh) return;
  domain::Decision stored = *decision;
  stored.block.reset();  // its row is the blocklist's
  sent.judgement.clear();
  domain::append_judgement(sent.judgement, stored);
}

void Client::send_label(api::ReplyDesk& desk, TimeUs now_us) {
  const domain::Event& about = sent_before();
  if (about.kind() != domain::EventKind::transaction) return;
  desk.submit({testing::fraud_label(about, now_us)},
              [this, id = id_of(about)](const auto& answer) { answer ? labelled_.push_back(id) : void(++refused_); });
}

void Client::send_block(api::ReplyDesk& desk) {
  const std::string phone = fmt::format("999-{:04}", ++phones_);
  desk.submit({testing::block(domain::EntityKind::phone, phone)},
              [this, phone](const auto& answer) { answer ? blocked_.push_back(phone) : void(++refused_); });
}

}  // namespace shrike::simulation
