#include <arpa/inet.h>
#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "shrike/base/card_numbers.hpp"
#include "shrike/base/random.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// An event in the making, with what was found wrong so far.
struct Draft {
  domain::Event event;
  domain::Transaction payment;
  domain::Message message;
  std::optional<element> amount;  // read when the currency is known
  bool timed = false;
  std::string base;  // JSON pointer of the object at hand
  Rejection rejection;

  [[nodiscard]] bool full() const { return rejection.errors.size() >= kFieldErrorsMax; }
  void fail(std::string_view field, std::string_view code, std::string message_text) {
    if (full()) return;
    // A name may hold a card number as well as a value.
    const bool joined = field.empty() || field.starts_with('/');
    rejection.errors.push_back({mask_card_numbers(base + (joined ? "" : "/") + std::string(field)), std::string(code),
                                std::move(message_text)});
  }
};

struct Context {
  const CardTokeniser& tokeniser;
  const Clock& clock;
  domain::Currency default_currency;
};

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// A short text: an id, a name.
std::optional<std::string> read_text(Draft& draft, std::string_view field, element value) {
  std::string_view text;
  if (value.is_null()) return std::string();
  if (value.get(text) != simdjson::SUCCESS) return draft.fail(field, "type", "expected a string"), std::nullopt;
  if (text.size() > kIdBytesMax) {
    return draft.fail(field, "too_long", fmt::format("expected at most {} bytes", kIdBytesMax)), std::nullopt;
  }
  if (has_control_characters(text)) return draft.fail(field, "format", "expected no control characters"), std::nullopt;
  return std::string(text);
}

/// An id, with tokens for card numbers, which may be longer than they were.
std::optional<std::string> read_id(Draft& draft, const Context& context, std::string_view field, element value) {
  auto text = read_text(draft, field, value);
  if (text) text = context.tokeniser.tokenise(*text);
  if (!text || text->size() <= kIdBytesMax) return text;
  return draft.fail(field, "too_long", fmt::format("expected at most {} bytes", kIdBytesMax)), std::nullopt;
}

using Apply = void (*)(Draft&, std::string_view, element, const Context&);

template <std::string domain::Transaction::*Member>
void apply_payment_id(Draft& draft, std::string_view field, element value, const Context& context) {
  if (auto text = read_id(draft, context, field, value)) draft.payment.*Member = std::move(*text);
}

void apply_amount(Draft& draft, std::string_view, element value, const Context&) { draft.amount = value; }

void apply_currency(Draft& draft, std::string_view field, element value, const Context&) {
  const auto text = read_text(draft, field, value);
  if (!text) return;
  const auto currency = domain::parse_currency(*text);
  if (!currency) return draft.fail(field, "format", currency.error().message);
  draft.payment.amount.currency = *currency;
}

void apply_timestamp(Draft& draft, std::string_view field, element value, const Context& context) {
  const auto text = read_text(draft, field, value);
  if (!text || text->empty()) return;
  const auto time_us = parse_time(*text);
  if (!time_us) return draft.fail(field, "format", time_us.error().message);
  if (*time_us < kEarliestUs || *time_us > context.clock.now_us() + kFutureUsMax) {
    return draft.fail(field, "range", "expected a time from the year 2000 to one day from now");
  }
  draft.event.time_us = *time_us;
  draft.timed = true;
}

void apply_country(Draft& draft, std::string_view field, element value, const Context&) {
  const auto text = read_text(draft, field, value);
  if (!text || text->empty()) return;
  const bool letters = std::ranges::all_of(*text, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (text->size() != 2 || !letters)
    return draft.fail(field, "format", "expected an ISO 3166-1 code of two capital letters such as DE");
  draft.payment.country = *text;
}

void apply_ip(Draft& draft, std::string_view field, element value, const Context&) {
  const auto text = read_text(draft, field, value);
  if (!text || text->empty()) return;
  std::array<char, sizeof(in6_addr)> address{};
  const bool valid =
      inet_pton(AF_INET, text->c_str(), address.data()) == 1 || inet_pton(AF_INET6, text->c_str(), address.data()) == 1;
  if (!valid) return draft.fail(field, "format", "expected an IPv4 or IPv6 address");
  draft.payment.ip = *text;
}

std::optional<domain::Channel> read_channel(Draft& draft, std::string_view field, element value) {
  const auto text = read_text(draft, field, value);
  if (!text || text->empty()) return std::nullopt;
  const auto channel = domain::channel_from(*text);
  if (!channel) {
    draft.fail(field, "format", "expected one of online, card_present, atm, transfer, phone, sms, email, chat, call");
  }
  return channel;
}

void apply_payment_channel(Draft& draft, std::string_view field, element value, const Context&) {
  if (const auto channel = read_channel(draft, field, value)) draft.payment.channel = *channel;
}
void apply_message_channel(Draft& draft, std::string_view field, element value, const Context&) {
  if (const auto channel = read_channel(draft, field, value)) draft.message.channel = *channel;
}

void apply_card_present(Draft& draft, std::string_view field, element value, const Context&) {
  bool present = false;
  if (value.is_null()) return;
  if (value.get(present) != simdjson::SUCCESS) return draft.fail(field, "type", "expected true or false");
  draft.payment.card_present = present;
}

/// A name as a part of a JSON pointer (RFC 6901), cut where it is longer than a name may be.
std::string pointer_part(std::string_view name) {
  std::string part;
  for (const char c : name.substr(0, kIdBytesMax)) {
    if (c == '~') part += "~0";
    if (c == '/') part += "~1";
    if (c != '~' && c != '/') part += c;
  }
  return part;
}

/// A number can be a card number too.
bool is_card_value(double value) {
  constexpr double kFirst = 1e12;                   // of 13 digits
  constexpr double kEnd = 9'007'199'254'740'992.0;  // 2^53; beyond it a double holds no exact number
  if (value < kFirst || value >= kEnd || value != std::floor(value)) return false;
  return is_scheme_card_number(fmt::format("{}", static_cast<std::int64_t>(value)));
}

void apply_attributes(Draft& draft, std::string_view field, element value, const Context&) {
  simdjson::dom::object object;
  if (value.is_null()) return;
  if (value.get(object) != simdjson::SUCCESS) return draft.fail(field, "type", "expected an object of numbers");
  auto& attributes = draft.payment.attributes;
  for (const auto& [name, number] : object) {
    double parsed = 0;
    if (draft.full()) return;
    if (number.get(parsed) != simdjson::SUCCESS) {
      draft.fail(fmt::format("{}/{}", field, pointer_part(name)), "type", "expected a number");
    } else if (name.size() > kIdBytesMax || attributes.size() >= kAttributesMax) {
      return draft.fail(
          field, "too_long",
          fmt::format("expected at most {} attributes with names of at most {} bytes", kAttributesMax, kIdBytesMax));
    } else if (is_card_value(parsed)) {
      draft.fail(fmt::format("{}/{}", field, pointer_part(name)), "forbidden", "a card number belongs into card");
    } else {
      attributes.emplace_back(CardTokeniser::mask(name), parsed);
    }
  }
  std::ranges::sort(attributes);
  const auto same = std::ranges::adjacent_find(attributes, {}, [](const auto& pair) { return pair.first; });
  if (same != attributes.end()) {
    draft.rejection.syntax = true;
    draft.fail(fmt::format("{}/{}", field, pointer_part(same->first)), "duplicate_key", "the key stands twice");
  }
}

void apply_content(Draft& draft, std::string_view field, element value, const Context&) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return draft.fail(field, "type", "expected a string");
  if (text.empty()) return draft.fail(field, "required", "expected a text");
  if (text.size() > kMessageBytesMax)
    return draft.fail(field, "too_long", fmt::format("expected at most {} bytes", kMessageBytesMax));
  draft.message.content = CardTokeniser::mask(text);
}

void apply_phone(Draft& draft, std::string_view field, element value, const Context& context) {
  if (auto text = read_id(draft, context, field, value)) draft.message.phone_number = std::move(*text);
}

void apply_message_id(Draft& draft, std::string_view field, element value, const Context& context) {
  if (auto text = read_id(draft, context, field, value)) draft.message.id = std::move(*text);
}

struct Field {
  std::string_view name;
  Apply apply;
};

using T = domain::Transaction;
constexpr std::array kPaymentFields{Field{"transaction_id", apply_payment_id<&T::id>},
                                    Field{"amount", apply_amount},
                                    Field{"currency", apply_currency},
                                    Field{"timestamp", apply_timestamp},
                                    Field{"card", apply_payment_id<&T::card>},
                                    Field{"customer_id", apply_payment_id<&T::customer_id>},
                                    Field{"merchant_id", apply_payment_id<&T::merchant_id>},
                                    Field{"terminal_id", apply_payment_id<&T::terminal_id>},
                                    Field{"country", apply_country},
                                    Field{"channel", apply_payment_channel},
                                    Field{"card_present", apply_card_present},
                                    Field{"ip", apply_ip},
                                    Field{"device_id", apply_payment_id<&T::device_id>},
                                    Field{"attributes", apply_attributes}};

constexpr std::array kMessageFields{Field{"message_content", apply_content}, Field{"phone_number", apply_phone},
                                    Field{"channel", apply_message_channel}, Field{"message_id", apply_message_id},
                                    Field{"timestamp", apply_timestamp}};

/// Applies each known field; a field twice is refused, because readers disagree about which one counts. Unknown fields
/// are ignored.
template <std::size_t N>
void apply_fields(Draft& draft, simdjson::dom::object object, const std::array<Field, N>& fields,
                  const Context& context) {
  std::array<bool, N> seen{};
  for (const auto& [name, value] : object) {
    const auto known = std::ranges::find(fields, name, &Field::name);
    if (known == fields.end()) continue;
    bool& before = seen[static_cast<std::size_t>(known - fields.begin())];
    if (before) {
      draft.rejection.syntax = true;
      draft.fail(name, "duplicate_key", "the key stands twice");
      return;
    }
    before = true;
    known->apply(draft, name, value, context);
  }
}

void read_amount(Draft& draft, const Context& context) {
  domain::Money& money = draft.payment.amount;
  if (money.currency.code[0] == '\0') money.currency = context.default_currency;
  if (!draft.amount || draft.amount->is_null()) return draft.fail("amount", "required", "expected an amount");
  std::string_view text;
  double number = 0;
  Result<std::int64_t> minor = invalid("expected a number or a decimal string");
  if (draft.amount->get(text) == simdjson::SUCCESS) {
    minor = domain::parse_decimal(text, money.currency);
  } else if (draft.amount->get(number) == simdjson::SUCCESS) {
    minor = domain::minor_from_double(number, money.currency);
  } else {
    return draft.fail("amount", "type", minor.error().message);
  }
  if (!minor) return draft.fail("amount", "range", minor.error().message);
  money.minor = *minor;
}

void stamp(Draft& draft, const std::string& tenant, const Context& context) {
  draft.event.tenant = tenant;
  draft.event.ingested_at_us = context.clock.now_us();
  if (!draft.timed) draft.event.time_us = draft.event.ingested_at_us;
  // Without an id of its own an event could never be labelled.
  std::string& id = std::holds_alternative<domain::Message>(draft.event.body)
                        ? std::get<domain::Message>(draft.event.body).id
                        : std::get<domain::Transaction>(draft.event.body).id;
  if (id.empty()) id = "evt_" + random_token(10);
}

void read_payment(Draft& draft, element root, const Context& context) {
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) return draft.fail("", "type", "expected an object");
  apply_fields(draft, object, kPaymentFields, context);
  if (!draft.rejection.syntax) read_amount(draft, context);
  draft.event.body = std::move(draft.payment);
}

/// Fails for each field that must not be sent, however deep it lies: also in what is ignored otherwise.
void refuse_forbidden(Draft& draft, element value, const std::string& pointer) {
  simdjson::dom::object object;
  simdjson::dom::array array;
  if (draft.full()) return;
  if (value.get(object) == simdjson::SUCCESS) {
    for (const auto& [name, member] : object) {
      const bool nested = member.is_object() || member.is_array();
      const bool forbidden = is_forbidden_field(name);
      if (!nested && !forbidden) continue;
      const std::string at = fmt::format("{}/{}", pointer, pointer_part(name));
      if (forbidden) draft.fail(at, "forbidden", "card verification data must not be sent (PCI DSS 3.3.1)");
      if (nested && !forbidden) refuse_forbidden(draft, member, at);
    }
  } else if (value.get(array) == simdjson::SUCCESS) {
    std::size_t place = 0;
    for (const element item : array) refuse_forbidden(draft, item, fmt::format("{}/{}", pointer, place++));
  }
}

/// Root keys of an /analyze body: which kind it is, and that the deciding keys stand once.
struct Shape {
  std::size_t transactions = 0;
  std::size_t contents = 0;
  element transaction;
};

Shape shape_of(simdjson::dom::object object) {
  Shape shape;
  for (const auto& [name, value] : object) {
    if (name == "message_content") ++shape.contents;
    if (name != "transaction") continue;
    ++shape.transactions;
    shape.transaction = value;
  }
  return shape;
}

/// Reads one event; `flat` accepts a bare transaction object, as bulk lines are.
void read_event(Draft& draft, element root, bool flat, const Context& context) {
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) return draft.fail("", "type", "expected an object");
  refuse_forbidden(draft, root, "");
  const Shape shape = shape_of(object);
  if (shape.transactions > 1) {
    draft.rejection.syntax = true;
    return draft.fail("transaction", "duplicate_key", "the key stands twice");
  }
  if (shape.transactions == 1 && shape.contents > 0) {
    return draft.fail("", "conflict", "expected either message_content or transaction, not both");
  }
  if (shape.transactions == 1) {
    draft.base += "/transaction";
    return read_payment(draft, shape.transaction, context);
  }
  if (shape.contents == 0 && flat) return read_payment(draft, root, context);
  if (shape.contents == 0) return draft.fail("message_content", "required", "expected message_content or transaction");
  apply_fields(draft, object, kMessageFields, context);
  draft.event.body = std::move(draft.message);
}

Rejection syntax_rejection(simdjson::error_code error) {
  const bool deep = error == simdjson::DEPTH_ERROR;
  return {true,
          {{"", deep ? "json_depth" : "json_syntax",
            deep ? fmt::format("expected at most {} levels of nesting", kJsonDepthMax)
                 : fmt::format("expected valid JSON: {}", simdjson::error_message(error))}}};
}

}  // namespace

struct EventParser::Impl {
  explicit Impl(Context given) : context(given) {}
  Context context;
  CurrencyOf currency_of;
  simdjson::dom::parser parser;
  std::size_t capacity = 0;

  /// simdjson takes the depth limit only together with the capacity.
  simdjson::simdjson_result<element> parse(std::string_view json) {
    if (json.size() > capacity) {
      capacity = std::max<std::size_t>(json.size() * 2, 1U << 16U);
      if (const auto error = parser.allocate(capacity, kJsonDepthMax + 1); error != simdjson::SUCCESS) return error;
    }
    return parser.parse(json.data(), json.size(), true);
  }

  std::variant<domain::Event, Rejection> event_of(element root, bool flat, const std::string& tenant) {
    Draft draft;
    Context own = context;
    if (currency_of) own.default_currency = currency_of(tenant).value_or(context.default_currency);
    read_event(draft, root, flat, own);
    if (!draft.rejection.errors.empty()) return std::move(draft.rejection);
    stamp(draft, tenant, own);
    return std::move(draft.event);
  }

  void take(Bulk& bulk, std::size_t number, std::variant<domain::Event, Rejection> parsed) {
    if (auto* event = std::get_if<domain::Event>(&parsed)) {
      bulk.events.push_back(std::move(*event));
      return;
    }
    ++bulk.rejected_count;
    if (bulk.rejected.size() < kRejectionsListedMax)
      bulk.rejected.push_back({number, std::get<Rejection>(std::move(parsed))});
  }
};

EventParser::EventParser(const CardTokeniser& tokeniser, const Clock& clock, std::string default_currency)
    : impl_(std::make_unique<Impl>(Context{tokeniser, clock, {}})) {
  const auto currency = domain::parse_currency(default_currency);
  SHRIKE_ASSERT(currency.ok());
  impl_->context.default_currency = *currency;
}

EventParser::~EventParser() = default;

void EventParser::set_currency_of(CurrencyOf currency_of) { impl_->currency_of = std::move(currency_of); }

std::variant<domain::Event, Rejection> EventParser::parse_analyze(std::string_view json, const std::string& tenant) {
  element root;
  if (const auto error = impl_->parse(json).get(root); error != simdjson::SUCCESS) return syntax_rejection(error);
  return impl_->event_of(root, false, tenant);
}

std::variant<EventParser::Bulk, Rejection> EventParser::parse_bulk(std::string_view body, bool ndjson,
                                                                   const std::string& tenant) {
  Bulk bulk;
  const Rejection too_many{false, {{"", "too_long", fmt::format("expected at most {} events", kBulkEventsMax)}}};
  if (ndjson) {
    for (std::size_t number = 1; !body.empty(); ++number) {
      const std::size_t end = std::min(body.find('\n'), body.size());
      std::string_view line = body.substr(0, end);
      body.remove_prefix(std::min(end + 1, body.size()));
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      if (bulk.events.size() + bulk.rejected_count >= kBulkEventsMax) return too_many;
      element root;
      const auto error = impl_->parse(line).get(root);
      impl_->take(bulk, number,
                  error != simdjson::SUCCESS ? std::variant<domain::Event, Rejection>(syntax_rejection(error))
                                             : impl_->event_of(root, true, tenant));
    }
    return bulk;
  }
  element root;
  simdjson::dom::array array;
  if (const auto error = impl_->parse(body).get(root); error != simdjson::SUCCESS) return syntax_rejection(error);
  if (root.get(array) != simdjson::SUCCESS)
    return Rejection{false, {{"", "type", "expected an array of transactions"}}};
  if (array.size() > kBulkEventsMax) return too_many;
  std::size_t number = 0;
  for (const element item : array) impl_->take(bulk, ++number, impl_->event_of(item, true, tenant));
  return bulk;
}

}  // namespace shrike::sources
