#pragma once
// The three lists of the API over a small store in memory, asked on one thread.
#include <memory>

#include "shrike/api/bind.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/migrate.hpp"
#include "support/events.hpp"

namespace shrike::fuzz {

inline constexpr std::size_t kRows = 12;  // in each list

/// Keeps the answer.
struct Answer final : server::ResponseSink {
  std::optional<server::Response> response;
  void respond(std::uint64_t, server::Response given) override { response = std::move(given); }
};

class Lists {
 public:
  Lists() : database_(std::move(*store::open_database("sqlite://:memory:"))) {
    SHRIKE_ASSERT(store::migrate(*database_).ok());
    fill();
    api::bind_decisions(handlers_, queries_, replies_, {[](domain::Decision&) {}, {}, {}}, tokeniser_, clock_);
    api::bind_blocklist(handlers_, queries_, tokeniser_, replies_, clock_);
    api::bind_alerts(handlers_, queries_, clock_);
  }

  server::Response ask(api::Endpoint list, std::vector<server::NamedText> query) {
    const auto answer = std::make_shared<Answer>();
    api::Call call;
    call.identity = {access::Role::admin, "default", "fuzz"};
    call.request.head.query = std::move(query);
    handlers_[list](std::move(call), server::Responder(answer, 1));
    if (!answer->response) {
      answered_ = std::stop_source();
      queries_.run(answered_.get_token());
    }
    SHRIKE_ASSERT(answer->response.has_value());
    return std::move(*answer->response);
  }

 private:
  void fill();

  std::stop_source answered_;
  const ManualClock clock_{testing::kSomeTimeUs};
  const sources::CardTokeniser tokeniser_{std::string(32, 'k')};
  std::unique_ptr<store::Database> database_;
  api::QueryDesk queries_{*database_, clock_, [this](const std::function<void()>& answer) {
                            answer();
                            answered_.request_stop();
                          }};
  api::ReplyDesk replies_{{}, {}};
  api::Handlers handlers_;
};

/// Row n of every list has the number n + 1.
inline void Lists::fill() {
  std::vector<domain::DecisionPtr> decisions;
  std::vector<domain::Alert> alerts;
  std::vector<domain::Event> controls;
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::string name = std::to_string(i);
    auto decision = std::make_shared<domain::Decision>();
    decision->event = i % 3 == 0 ? testing::message("555-010" + name, "100% sure, act_now", "m-" + name)
                                 : testing::payment("t-" + name, static_cast<std::int64_t>(100 * i));
    decision->event.seq = i + 1;
    decision->level = domain::RiskLevel::critical;
    decision->outcome = domain::kOutcomes[i % domain::kOutcomes.size()];
    alerts.push_back(domain::alert_for(decision).value());
    decisions.push_back(std::move(decision));
    controls.push_back(testing::block(domain::EntityKind::phone, name));
    controls.back().seq = i + 1;
  }
  SHRIKE_ASSERT(store::write_archive_batch(*database_, {decisions, {}, controls, alerts, kRows}).ok());
}

}  // namespace shrike::fuzz
