#include "shrike/alerts/notice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "alerts/make_notice.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::alerts {

namespace {

constexpr std::array<std::string_view, 5> kEvents{"trigger", "acknowledge", "resolve", "escalate", "test"};

std::string words_of(std::string_view action) {
  std::string words(action);
  std::ranges::replace(words, '_', ' ');
  return words;
}

/// Facts without a value are left out.
class Facts {
 public:
  explicit Facts(Notice& notice) : notice_(notice) {}
  void add(std::string label, std::string value) {
    if (!value.empty()) notice_.facts.emplace_back(std::move(label), std::move(value));
  }

 private:
  Notice& notice_;
};

std::string title_of(const domain::Decision& decision) {
  const std::string about = decision.message() == nullptr      ? "card payment"
                            : decision.threat_category.empty() ? "message"
                                                               : decision.threat_category;
  return fmt::format("{} risk {}: {}", to_string(decision.level), decision.risk_score, about);
}

void add_decision(Notice& notice, const domain::Decision& decision) {
  Facts facts(notice);
  facts.add("Risk", fmt::format("{} of 100 ({})", decision.risk_score, to_string(decision.level)));
  facts.add("Category", decision.threat_category);
  facts.add("Reason", std::string(decision.primary_reason()));
  facts.add(decision.message() == nullptr ? "Card or customer" : "Phone number", decision.subject());
  if (const auto* payment = decision.transaction())
    facts.add("Amount", fmt::format("{} {}", payment->amount.decimal(), payment->amount.currency.text()));
  facts.add("Action", words_of(to_string(decision.action)));
  facts.add("Decision", domain::decision_id(decision.seq()));
}

std::string prefix_of(const Notice& notice) {
  if (notice.event == Event::escalate) return "Not acknowledged: ";
  if (notice.event == Event::resolve) return "Resolved: ";
  if (notice.event == Event::acknowledge) return "Acknowledged: ";
  return {};
}

void finish(Notice& notice) {
  notice.title = prefix_of(notice) + notice.title;
  Facts facts(notice);
  if (notice.group_size > 1) facts.add("Alerts about the same entity", fmt::format("{}", notice.group_size));
  facts.add("Time", format_time(notice.time_us));
}

Notice base_of(const store::OutboxRow& row) {
  Notice notice;
  notice.event = event_from(row.event).value_or(Event::trigger);
  notice.tenant = row.tenant;
  notice.alert_id = row.alert_id;
  notice.type = row.type;
  notice.severity = row.severity;
  notice.group_size = row.group_size;
  return notice;
}

}  // namespace

std::string_view to_string(Event event) { return kEvents.at(static_cast<std::size_t>(event)); }

std::optional<Event> event_from(std::string_view word) {
  const auto found = std::ranges::find(kEvents, word);
  if (found == kEvents.end()) return std::nullopt;
  return static_cast<Event>(found - kEvents.begin());
}

Notice test_notice(TimeUs now_us, const std::string& public_url, const std::string& tenant) {
  Notice notice;
  notice.event = Event::test;
  notice.tenant = tenant;
  notice.alert_id = fmt::format("test_{}", now_us / kMillisecondUs);
  notice.type = "test";
  notice.severity = "info";
  notice.title = "Test alert from Shrike";
  notice.facts = {{"Meaning", "Somebody tried this channel; nothing has happened"}};
  notice.time_us = now_us;
  if (!public_url.empty()) notice.link = public_url + "/dashboard";
  finish(notice);
  return notice;
}

Notice notice_of(const store::OutboxRow& row, const store::StoredAlert& stored, const std::string& public_url) {
  Notice notice = base_of(row);
  notice.time_us = stored.alert.time_us;
  notice.decision = stored.alert.decision;
  notice.title = notice.decision == nullptr ? row.type : title_of(*notice.decision);
  if (notice.decision != nullptr) add_decision(notice, *notice.decision);
  if (!public_url.empty())
    notice.link = fmt::format("{}/dashboard/decisions/{}", public_url, domain::decision_id(stored.alert.decision_seq));
  finish(notice);
  return notice;
}

Notice notice_of(const store::OutboxRow& row, const store::SystemAlert& alert, const std::string& public_url) {
  Notice notice = base_of(row);
  notice.time_us = alert.raised_at_us;
  notice.title = alert.title;
  notice.value = alert.value;
  notice.threshold = alert.threshold;
  if (!public_url.empty()) notice.link = public_url + "/dashboard";
  Facts facts(notice);
  facts.add("Measured", fmt::format("{:.6g}", alert.value));
  if (alert.threshold != 0) facts.add("Threshold", fmt::format("{:.6g}", alert.threshold));
  finish(notice);
  return notice;
}

}  // namespace shrike::alerts
