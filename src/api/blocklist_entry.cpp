#include "blocklist_entry.hpp"

#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

constexpr std::size_t kReasonBytesMax = 500;
using Bad = std::optional<sources::FieldError>;

Bad read_key(const JsonMembers& members, domain::BlocklistEntry& entry) {
  const auto kind = domain::entity_kind_from(members.text("kind").value_or(""));
  if (!kind) return {{"/kind", "format", "expected one of card, customer, merchant, terminal, device, ip, phone"}};
  entry.kind = *kind;
  entry.value = members.text_as_sent("value").value_or("");
  if (entry.value.empty() || entry.value.size() > sources::kIdBytesMax)
    return {{"/value", "required", "expected a text of 1 to 128 bytes"}};
  return std::nullopt;
}

Bad read_list(const JsonMembers& members, domain::BlocklistEntry& entry) {
  const auto list = domain::entity_list_from(members.text("list").value_or("block"));
  if (!list) return {{"/list", "format", "expected block or allow"}};
  const auto source = domain::list_source_from(members.text("source").value_or("analyst"));
  if (!source) return {{"/source", "format", "expected automatic, analyst or rule"}};
  entry.list = *list;
  entry.source = *source;
  return std::nullopt;
}

Bad read_rest(const JsonMembers& members, domain::BlocklistEntry& entry) {
  entry.reason = members.text("reason").value_or("");
  if (entry.reason.size() > kReasonBytesMax) return {{"/reason", "too_long", "expected at most 500 bytes"}};
  const auto expires = members.text("expires_at");
  if (!expires || expires->empty()) return std::nullopt;
  const auto time_us = parse_time(*expires);
  if (!time_us) return {{"/expires_at", "format", time_us.error().message}};
  entry.expires_at_us = *time_us;
  return std::nullopt;
}

}  // namespace

std::variant<domain::BlocklistEntry, sources::FieldError> EntryReader::read(const JsonMembers& members) const {
  domain::BlocklistEntry entry;
  entry.added_at_us = now_us_;
  for (const auto step : {read_key, read_list, read_rest}) {
    if (auto bad = step(members, entry)) return std::move(*bad);
  }
  entry.value = tokeniser_.tokenise(entry.value);
  return entry;
}

domain::Event list_event(domain::Control::Action action, domain::BlocklistEntry entry, const std::string& tenant,
                         TimeUs now_us) {
  domain::Event event;
  event.tenant = tenant;
  event.time_us = now_us;
  event.ingested_at_us = now_us;
  event.body = domain::Control{action, std::move(entry)};
  return event;
}

}  // namespace shrike::api
