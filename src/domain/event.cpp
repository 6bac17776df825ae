#include "shrike/domain/event.hpp"

#include <array>

namespace shrike::domain {

namespace {

template <class E>
struct Word {
  E value;
  std::string_view text;
};

constexpr std::array kChannels{
    Word{Channel::unknown, "unknown"}, Word{Channel::online, "online"},     Word{Channel::card_present, "card_present"},
    Word{Channel::atm, "atm"},         Word{Channel::transfer, "transfer"}, Word{Channel::phone, "phone"},
    Word{Channel::sms, "sms"},         Word{Channel::email, "email"},       Word{Channel::chat, "chat"},
    Word{Channel::call, "call"}};

constexpr std::array kEntityKinds{Word{EntityKind::card, "card"},         Word{EntityKind::customer, "customer"},
                                  Word{EntityKind::merchant, "merchant"}, Word{EntityKind::terminal, "terminal"},
                                  Word{EntityKind::device, "device"},     Word{EntityKind::ip, "ip"},
                                  Word{EntityKind::phone, "phone"}};

template <class Words, class E>
std::string_view word_of(const Words& words, E value) {
  for (const auto& word : words) {
    if (word.value == value) return word.text;
  }
  return "unknown";
}

}  // namespace

std::string_view to_string(EventKind kind) {
  static constexpr std::array<std::string_view, 4> kWords{"transaction", "message", "label", "control"};
  return kWords.at(static_cast<std::size_t>(kind) - 1);
}

std::string_view to_string(Channel channel) { return word_of(kChannels, channel); }

std::optional<Channel> channel_from(std::string_view word) {
  for (const auto& known : kChannels) {
    if (known.text == word) return known.value;
  }
  return std::nullopt;
}

std::string_view to_string(EntityKind kind) { return word_of(kEntityKinds, kind); }

std::optional<EntityKind> entity_kind_from(std::string_view word) {
  for (const auto& known : kEntityKinds) {
    if (known.text == word) return known.value;
  }
  return std::nullopt;
}

std::string_view to_string(ListSource source) {
  switch (source) {
    case ListSource::automatic:
      return "automatic";
    case ListSource::analyst:
      return "analyst";
    case ListSource::rule:
      return "rule";
  }
  return "unknown";
}

std::optional<ListSource> list_source_from(std::string_view word) {
  for (const ListSource source : {ListSource::automatic, ListSource::analyst, ListSource::rule}) {
    if (to_string(source) == word) return source;
  }
  return std::nullopt;
}

std::string_view to_string(EntityList list) { return list == EntityList::allow ? "allow" : "block"; }

std::optional<EntityList> entity_list_from(std::string_view word) {
  if (word == "block") return EntityList::block;
  return word == "allow" ? std::optional(EntityList::allow) : std::nullopt;
}

Label label_about(const Event& event) {
  Label label;
  label.about = event.kind();
  label.labelled_event_time_us = event.time_us;
  if (const auto* payment = std::get_if<Transaction>(&event.body)) {
    label.event_id = payment->id;
    label.card = payment->card;
    label.customer_id = payment->customer_id;
    label.merchant_id = payment->merchant_id;
    label.terminal_id = payment->terminal_id;
    label.device_id = payment->device_id;
    label.ip = payment->ip;
  } else if (const auto* message = std::get_if<Message>(&event.body)) {
    label.event_id = message->id;
    label.phone_number = message->phone_number;
  }
  return label;
}

}  // namespace shrike::domain
