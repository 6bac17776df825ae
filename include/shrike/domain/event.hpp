#pragma once
// What enters Shrike. Plain values: validated by ingest, stored by the eventlog, read by the engine.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/domain/money.hpp"
#include "shrike/domain/tenant_policy.hpp"

namespace shrike::domain {

/// The installation's own tenant: its people run the system beside their own data, and its choice of models is the base
/// of everybody's.
inline constexpr std::string_view kOperatorTenant = "default";

/// Position of an event in the eventlog, from 1 without gaps. 0 means none.
using Seq = std::uint64_t;

/// Stored in records and rows: never renumber.
enum class EventKind : std::uint8_t { transaction = 1, message = 2, label = 3, control = 4 };
std::string_view to_string(EventKind kind);

/// How a payment or message came. Stored: never renumber.
enum class Channel : std::uint8_t {
  unknown = 0,
  online = 1,
  card_present = 2,
  atm = 3,
  transfer = 4,
  phone = 5,
  sms = 6,
  email = 7,
  chat = 8,
  call = 9
};
std::string_view to_string(Channel channel);
/// Unknown words give nullopt.
std::optional<Channel> channel_from(std::string_view word);

/// A payment. Empty text = not given. `card` is always a token, never a card number.
struct Transaction {
  std::string id;
  Money amount;
  std::string card;
  std::string customer_id;
  std::string merchant_id;
  std::string terminal_id;
  std::string country;  ///< ISO 3166-1 alpha-2
  std::string ip;
  std::string device_id;
  Channel channel = Channel::unknown;
  std::optional<bool> card_present;
  std::vector<std::pair<std::string, double>> attributes;  ///< the user's own numbers, sorted by name
};

/// A text that somebody got.
struct Message {
  std::string id;
  std::string content;
  std::string phone_number;  ///< the sender
  Channel channel = Channel::sms;
};

/// The truth about an earlier event, as a chargeback or an analyst brings it. `event_id` names a transaction or message
/// of the same tenant; the entities are repeated so that the engine needs no look-up of its own.
struct Label {
  std::string event_id;
  EventKind about = EventKind::transaction;
  bool fraud = false;
  std::string source;  ///< "analyst", "chargeback", "generator", …
  std::string note;
  std::string card;
  std::string customer_id;
  std::string terminal_id;
  std::string merchant_id;
  std::string device_id;
  std::string ip;
  std::string phone_number;  ///< of a message: its sender
  TimeUs labelled_event_time_us = 0;  ///< event time of the labelled event
};

/// Kinds of entity that lists and features are kept for. Stored: never renumber.
enum class EntityKind : std::uint8_t {
  card = 1,
  customer = 2,
  merchant = 3,
  terminal = 4,
  device = 5,
  ip = 6,
  phone = 7
};
std::string_view to_string(EntityKind kind);
std::optional<EntityKind> entity_kind_from(std::string_view word);

enum class ListSource : std::uint8_t { automatic = 1, analyst = 2, rule = 3 };
std::string_view to_string(ListSource source);
std::optional<ListSource> list_source_from(std::string_view word);

/// What an entry says of its entity. An entity is on one of the two lists at most. Stored: never renumber.
enum class EntityList : std::uint8_t {
  block = 1,  ///< its events are declined
  allow = 2   ///< never blocked automatically, nor by an automatic entry of another entity of the event
};
std::string_view to_string(EntityList list);
std::optional<EntityList> entity_list_from(std::string_view word);

/// One entry of the block or the allow list.
struct BlocklistEntry {
  EntityKind kind = EntityKind::phone;
  std::string value;
  std::string reason;
  ListSource source = ListSource::analyst;
  TimeUs added_at_us = 0;
  TimeUs expires_at_us = 0;  ///< 0 = never
  EntityList list = EntityList::block;
};

/// Names a trained model. Version 0 stands for none, or for a judge that was not trained.
struct ModelRef {
  std::string id;
  std::uint32_t version = 0;
  friend bool operator==(const ModelRef&, const ModelRef&) = default;
};

/// Who judges transactions, or messages, of the event's tenant from now on; of the operator's: of all that follow it.
struct ModelChange {
  EventKind about = EventKind::transaction;  ///< or message
  ModelRef model;                            ///< of a challenge: version 0 ends it
  std::uint8_t share_percent = 0;  ///< of a challenge: the part of the entities that the challenger decides on
  std::string by;                  ///< who wanted it: a key's name, "retraining"
  std::string note;
};

inline constexpr double kRiskPointsMax = 100;

/// From which risk on events of a tenant are reviewed from now on.
struct ThresholdChange {
  EventKind about = EventKind::transaction;  ///< or message
  std::optional<double> review_from;         ///< in points of risk, 0 to 100, not rounded; none: the settings' levels
  std::string by;                            ///< who wanted it: a key's name, "alert budget", "false-positive limit"
  std::string note;
};

/// A change of what judges: it goes through the log, so that replay knows it.
struct Control {
  /// Stored: never renumber.
  enum class Action : std::uint8_t {
    blocklist_add = 1,
    blocklist_remove = 2,
    model_activate = 3,
    model_challenge = 4,
    threshold_set = 5,
    settings_set = 6
  };
  Action action = Action::blocklist_add;
  BlocklistEntry entry;       ///< of a blocklist action
  ModelChange change;         ///< of a model action
  ThresholdChange threshold;  ///< of threshold_set
  SettingsChange settings;    ///< of settings_set
  [[nodiscard]] bool is_blocklist() const { return action <= Action::blocklist_remove; }
  [[nodiscard]] bool is_threshold() const { return action == Action::threshold_set; }
  [[nodiscard]] bool is_settings() const { return action == Action::settings_set; }
  [[nodiscard]] bool is_model() const { return action == Action::model_activate || action == Action::model_challenge; }
};

struct Event {
  Seq seq = 0;
  std::string tenant{kOperatorTenant};
  TimeUs time_us = 0;         ///< event time: the only time that the engine knows
  TimeUs ingested_at_us = 0;  ///< wall clock at ingest, for people
  std::variant<Transaction, Message, Label, Control> body;

  [[nodiscard]] EventKind kind() const { return static_cast<EventKind>(body.index() + 1); }
};

/// A label on a transaction or message: event id, kind, entities and time are filled.
Label label_about(const Event& event);

}  // namespace shrike::domain
