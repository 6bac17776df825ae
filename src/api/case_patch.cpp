#include "case_patch.hpp"

#include <algorithm>
#include <cmath>

#include "answers.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::api {

namespace {

using Bad = std::optional<server::Response>;

constexpr double kVersionMax = 9'007'199'254'740'992;  // whole numbers up to here are exact in a double
constexpr std::size_t kNameBytesMax = 64;

bool is_null(const JsonMembers& members, std::string_view name) {
  return std::holds_alternative<std::monostate>(members.value(name));
}

Bad read_version(const JsonMembers& members, store::CaseChange& change) {
  const auto version = members.number("version");
  if (!version) return bad_field("/version", "required", "expected the version that you have seen");
  if (*version < 1 || *version > kVersionMax || std::floor(*version) != *version)
    return bad_field("/version", "range", "expected a whole number from 1 on");
  change.version = static_cast<std::int64_t>(*version);
  return std::nullopt;
}

Bad read_assignee(const JsonMembers& members, store::CaseChange& change) {
  if (!members.has("assigned_to")) return std::nullopt;
  const auto name = members.text("assigned_to");
  if (!name && !is_null(members, "assigned_to"))
    return bad_field("/assigned_to", "type", "expected a name, \"me\" or null");
  if (name && (name->empty() || name->size() > kNameBytesMax))
    return bad_field("/assigned_to", "range", "expected 1 to 64 bytes");
  change.assigned_to = name == "me" ? change.by : name.value_or("");
  return std::nullopt;
}

Bad read_note(const JsonMembers& members, store::CaseChange& change) {
  if (!members.has("note")) return std::nullopt;
  const auto note = members.text("note");
  if (!note) return bad_field("/note", "type", "expected a string");
  if (note->size() > kCaseNoteBytesMax) return bad_field("/note", "too_long", "expected at most 2,000 bytes");
  if (note->find_first_not_of(" \t\r\n") == std::string::npos)
    return bad_field("/note", "too_short", "expected some words");
  change.note = sources::CardTokeniser::mask(*note);
  return std::nullopt;
}

Bad read_snooze(const JsonMembers& members, store::CaseChange& change) {
  if (!members.has("snoozed_until")) return std::nullopt;
  if (is_null(members, "snoozed_until")) {
    change.snoozed_until_us = 0;
    return std::nullopt;
  }
  const auto time = parse_time(members.text("snoozed_until").value_or(""));
  if (!time) return bad_field("/snoozed_until", "format", "expected an RFC 3339 time, or null");
  if (*time <= change.at_us || *time > change.at_us + kSnoozeMaxUs)
    return bad_field("/snoozed_until", "range", "expected a time within the next 90 days");
  change.snoozed_until_us = *time;
  return std::nullopt;
}

Bad read_state(const JsonMembers& members, store::CaseChange& change) {
  if (members.has("outcome")) {
    change.outcome = members.text("outcome").value_or("");
    if (std::ranges::find(store::kCaseOutcomes, change.outcome) == store::kCaseOutcomes.end())
      return bad_field("/outcome", "format", "expected confirmed_fraud, false_positive or inconclusive");
  }
  if (members.has("state")) {
    if (members.text("state") != "investigating")
      return bad_field("/state", "format", "expected investigating; an outcome closes a case");
    change.investigate = true;
  }
  if (change.outcome.empty()) return std::nullopt;
  if (change.investigate) return bad_field("/state", "range", "expected nothing beside an outcome");
  if (change.snoozed_until_us) return bad_field("/snoozed_until", "range", "expected nothing beside an outcome");
  return std::nullopt;
}

}  // namespace

std::variant<store::CaseChange, server::Response> read_case_patch(std::string_view body, const std::string& by,
                                                                  TimeUs now_us) {
  auto read = read_members(body, {"version", "assigned_to", "note", "snoozed_until", "outcome", "state"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  store::CaseChange change;
  change.by = by;
  change.at_us = now_us;
  for (const auto reader : {read_version, read_assignee, read_note, read_snooze, read_state}) {
    if (auto bad = reader(members, change)) return std::move(*bad);
  }
  if (members.members.size() == 1)
    return bad_field("", "required", "expected assigned_to, note, snoozed_until, state or outcome besides the version");
  return change;
}

}  // namespace shrike::api
