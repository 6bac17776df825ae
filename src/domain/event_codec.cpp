#include "shrike/domain/event_codec.hpp"

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::domain {

namespace {

// Added to a label's flag where more entities are named at its end: those of a payment, the sender of a message.
constexpr std::uint8_t kMoreEntities = 2, kSender = 4;
constexpr std::uint8_t kAllowed = 0x80;  // added to the source of an entry of the allow list
constexpr std::uint8_t kNotGiven = 2;    // of an optional flag; 0 and 1 are its values

void append_body(ByteWriter& out, const Transaction& body) {
  out.text(body.id);
  out.number(body.amount.minor);
  out.text(body.amount.currency.text());
  for (const std::string* text : {&body.card, &body.customer_id, &body.merchant_id, &body.terminal_id, &body.country,
                                  &body.ip, &body.device_id}) {
    out.text(*text);
  }
  out.number(static_cast<std::uint8_t>(body.channel));
  out.number(body.card_present ? static_cast<std::uint8_t>(*body.card_present) : kNotGiven);
  out.varint(body.attributes.size());
  for (const auto& [name, value] : body.attributes) {
    out.text(name);
    out.number(value);
  }
}

void append_body(ByteWriter& out, const Message& body) {
  out.text(body.id);
  out.text(body.content);
  out.text(body.phone_number);
  out.number(static_cast<std::uint8_t>(body.channel));
}

void append_body(ByteWriter& out, const Label& body) {
  out.text(body.event_id);
  out.number(static_cast<std::uint8_t>(body.about));
  const bool more = !(body.merchant_id.empty() && body.device_id.empty() && body.ip.empty());
  const bool sender = !body.phone_number.empty();
  out.number(static_cast<std::uint8_t>((body.fraud ? 1 : 0) + (more ? kMoreEntities : 0) + (sender ? kSender : 0)));
  for (const std::string* text : {&body.source, &body.note, &body.card, &body.customer_id, &body.terminal_id}) {
    out.text(*text);
  }
  out.number(body.labelled_event_time_us);
  // Added later: labels without them have the bytes that they had before.
  if (more) {
    for (const std::string* text : {&body.merchant_id, &body.device_id, &body.ip}) out.text(*text);
  }
  if (sender) out.text(body.phone_number);
}

void append_threshold(ByteWriter& out, const ThresholdChange& change) {
  out.number(static_cast<std::uint8_t>(change.about));
  append_review_from(out, change.review_from);
  out.text(change.by);
  out.text(change.note);
}

void append_body(ByteWriter& out, const Control& body) {
  out.number(static_cast<std::uint8_t>(body.action));
  if (body.is_blocklist()) return append_entry(out, body.entry);
  if (body.is_threshold()) return append_threshold(out, body.threshold);
  if (body.is_settings()) {
    append_settings(out, body.settings.values);
    return out.text(body.settings.by);
  }
  const ModelChange& change = body.change;
  out.number(static_cast<std::uint8_t>(change.about));
  out.text(change.model.id);
  out.number(change.model.version);
  out.number(change.share_percent);
  out.text(change.by);
  out.text(change.note);
}

/// Reads an enumerator and checks that it is one of [low, high].
template <class E>
E read_enum(ByteReader& in, E low, E high, bool& valid) {
  const auto value = in.number<std::uint8_t>();
  valid = valid && value >= static_cast<std::uint8_t>(low) && value <= static_cast<std::uint8_t>(high);
  return static_cast<E>(value);
}

bool read_body(ByteReader& in, Transaction& body) {
  bool valid = true;
  body.id = in.text();
  body.amount.minor = in.number<std::int64_t>();
  const std::string_view currency = in.text();
  if (currency.size() == 3) body.amount.currency = {{currency[0], currency[1], currency[2]}};
  valid = currency.empty() || (currency.size() == 3 && currency[0] != '\0');
  for (std::string* text : {&body.card, &body.customer_id, &body.merchant_id, &body.terminal_id, &body.country,
                            &body.ip, &body.device_id}) {
    *text = in.text();
  }
  body.channel = read_enum(in, Channel::unknown, Channel::call, valid);
  const auto present = in.number<std::uint8_t>();
  if (present != kNotGiven) body.card_present = present == 1;
  const std::uint64_t attributes = in.varint();
  for (std::uint64_t i = 0; i < attributes && in.ok(); ++i) {
    std::string name(in.text());
    body.attributes.emplace_back(std::move(name), in.number<double>());
  }
  return valid && present <= kNotGiven;
}

bool read_body(ByteReader& in, Message& body) {
  bool valid = true;
  body.id = in.text();
  body.content = in.text();
  body.phone_number = in.text();
  body.channel = read_enum(in, Channel::unknown, Channel::call, valid);
  return valid;
}

bool read_body(ByteReader& in, Label& body) {
  bool valid = true;
  body.event_id = in.text();
  body.about = read_enum(in, EventKind::transaction, EventKind::message, valid);
  const auto fraud = in.number<std::uint8_t>();
  body.fraud = (fraud & 1U) != 0;
  for (std::string* text : {&body.source, &body.note, &body.card, &body.customer_id, &body.terminal_id})
    *text = in.text();
  body.labelled_event_time_us = in.number<TimeUs>();
  // A flag says that something follows: what follows is not empty.
  if ((fraud & kMoreEntities) != 0) {
    for (std::string* text : {&body.merchant_id, &body.device_id, &body.ip}) *text = in.text();
    valid = valid && !(body.merchant_id.empty() && body.device_id.empty() && body.ip.empty());
  }
  if ((fraud & kSender) != 0) {
    body.phone_number = in.text();
    valid = valid && !body.phone_number.empty();
  }
  return valid && fraud <= kSender + kMoreEntities + 1;
}

bool read_threshold(ByteReader& in, ThresholdChange& change) {
  bool valid = true;
  change.about = read_enum(in, EventKind::transaction, EventKind::message, valid);
  valid = read_review_from(in, change.review_from) && valid;
  change.by = in.text();
  change.note = in.text();
  return valid;
}

bool read_body(ByteReader& in, Control& body) {
  bool valid = true;
  body.action = read_enum(in, Control::Action::blocklist_add, Control::Action::settings_set, valid);
  if (!valid) return false;
  if (body.is_blocklist()) return read_entry(in, body.entry);
  if (body.is_threshold()) return read_threshold(in, body.threshold);
  if (body.is_settings()) {
    valid = read_settings(in, body.settings.values);
    body.settings.by = in.text();
    return valid;
  }
  ModelChange& change = body.change;
  change.about = read_enum(in, EventKind::transaction, EventKind::message, valid);
  change.model.id = in.text();
  change.model.version = in.number<std::uint32_t>();
  change.share_percent = in.number<std::uint8_t>();
  change.by = in.text();
  change.note = in.text();
  return valid && change.share_percent <= 100;
}

/// The alternative of that kind; false when there is no such kind.
bool emplace_kind(Event& event, std::uint8_t kind) {
  switch (static_cast<EventKind>(kind)) {
    case EventKind::transaction:
      event.body.emplace<Transaction>();
      return true;
    case EventKind::message:
      event.body.emplace<Message>();
      return true;
    case EventKind::label:
      event.body.emplace<Label>();
      return true;
    case EventKind::control:
      event.body.emplace<Control>();
      return true;
  }
  return false;
}

}  // namespace

void append_entry(ByteWriter& out, const BlocklistEntry& entry) {
  out.number(static_cast<std::uint8_t>(entry.kind));
  out.text(entry.value);
  out.text(entry.reason);
  // Entries of the blocklist have the bytes that they had before there was another list.
  const std::uint8_t list = entry.list == EntityList::allow ? kAllowed : 0;
  out.number(static_cast<std::uint8_t>(static_cast<std::uint8_t>(entry.source) + list));
  out.number(entry.added_at_us);
  out.number(entry.expires_at_us);
}

bool read_entry(ByteReader& in, BlocklistEntry& entry) {
  bool valid = true;
  entry.kind = read_enum(in, EntityKind::card, EntityKind::phone, valid);
  entry.value = in.text();
  entry.reason = in.text();
  const auto source = in.number<std::uint8_t>();
  entry.list = source >= kAllowed ? EntityList::allow : EntityList::block;
  entry.source = static_cast<ListSource>(source % kAllowed);
  valid = valid && entry.source >= ListSource::automatic && entry.source <= ListSource::rule;
  entry.added_at_us = in.number<TimeUs>();
  entry.expires_at_us = in.number<TimeUs>();
  return valid && in.ok();
}

void append_review_from(ByteWriter& out, const std::optional<double>& review_from) {
  out.number(static_cast<std::uint8_t>(review_from.has_value()));
  if (review_from) out.number(*review_from);
}

bool read_review_from(ByteReader& in, std::optional<double>& review_from) {
  const auto given = in.number<std::uint8_t>();
  if (given != 1) return given == 0;
  review_from = in.number<double>();
  return *review_from >= 0 && *review_from <= kRiskPointsMax && in.ok();  // false for NaN
}

void append_settings(ByteWriter& out, const SettingValues& values) {
  out.varint(values.size());
  for (const auto& [key, value] : values) {
    out.text(key);
    out.number(static_cast<std::uint8_t>(value.has_value()));
    if (value) out.text(*value);
  }
}

bool read_settings(ByteReader& in, SettingValues& values) {
  bool valid = true;
  for (std::uint64_t left = in.varint(); left > 0 && in.ok() && valid; --left) {
    auto& [key, value] = values.emplace_back(std::string(in.text()), std::nullopt);
    const auto given = in.number<std::uint8_t>();
    valid = given <= 1;
    if (given == 1) value = std::string(in.text());
  }
  return valid && in.ok();
}

void append_event(std::string& out, const Event& event) {
  ByteWriter writer(out);
  writer.number(kEventCodecVersion);
  writer.number(static_cast<std::uint8_t>(event.kind()));
  writer.text(event.tenant);
  writer.number(event.time_us);
  writer.number(event.ingested_at_us);
  std::visit([&](const auto& body) { append_body(writer, body); }, event.body);
}

std::string encode_event(const Event& event) {
  std::string out;
  append_event(out, event);
  return out;
}

Result<Event> decode_event(std::string_view bytes) {
  ByteReader in(bytes);
  Event event;
  const auto version = in.number<std::uint8_t>();
  const auto kind = in.number<std::uint8_t>();
  if (version != kEventCodecVersion || !emplace_kind(event, kind)) {
    return Error{ErrorKind::corrupt, "event bytes of an unknown version or kind"};
  }
  event.tenant = in.text();
  event.time_us = in.number<TimeUs>();
  event.ingested_at_us = in.number<TimeUs>();
  const bool valid = std::visit([&](auto& body) { return read_body(in, body); }, event.body);
  if (!valid || !in.ok() || !in.at_end())
    return Error{ErrorKind::corrupt, "event bytes end early or hold unknown values"};
  return event;
}

std::uint64_t content_hash(const Event& event) {
  std::string bytes;
  ByteWriter writer(bytes);
  writer.text(event.tenant);
  writer.number(static_cast<std::uint8_t>(event.kind()));
  std::visit([&](const auto& body) { append_body(writer, body); }, event.body);
  return hash64(bytes);
}

}  // namespace shrike::domain
