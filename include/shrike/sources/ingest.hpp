#pragma once
// The gate that everything passes on its way into the eventlog: validate, stamp, bound.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/eventlog/eventlog.hpp"

namespace shrike::sources {

/// Limits of what may come in. Beyond them the sender gets an error that names the field.
inline constexpr std::size_t kIdBytesMax = 128;
inline constexpr std::size_t kMessageBytesMax = 16'384;
inline constexpr std::size_t kAttributesMax = 64;
inline constexpr std::size_t kJsonDepthMax = 16;
inline constexpr std::size_t kBulkEventsMax = 10'000;
inline constexpr std::size_t kRejectionsListedMax = 100;
inline constexpr std::size_t kFieldErrorsMax = 20;              ///< listed of one event; the rest is not even looked at
inline constexpr TimeUs kFutureUsMax = kDayUs;                  ///< event time past the wall clock
inline constexpr TimeUs kEarliestUs = 946'684'800 * kSecondUs;  ///< 2000-01-01

/// One thing that is wrong with the input.
struct FieldError {
  std::string pointer;  ///< RFC 6901, "" = the whole document
  std::string code;  ///< stable: "required", "type", "range", "format", "too_long", "forbidden", "duplicate_key", …
  std::string message;
};

/// Why input was refused. Nothing was changed.
struct Rejection {
  bool syntax = false;  ///< not JSON at all, too deep, or a key twice: HTTP 400; otherwise 422
  std::vector<FieldError> errors;
};

/// Whether a field of this name holds card verification data, a PIN or the contents of a magnetic stripe, which must
/// never be kept (PCI DSS 3.3.1): "cvv", "CVC2", "card-pin", "track_1", … in any case, with any of " _-." in it.
bool is_forbidden_field(std::string_view name);

/// Replaces card numbers before anything is stored: keyed hash and last four digits.
class CardTokeniser {
 public:
  /// `key`: at least 16 bytes, secret, the same for the life of the data.
  explicit CardTokeniser(std::string key) : key_(std::move(key)) {}
  /// For ids and names, which must stay distinct: every card number in the text (base/card_numbers.hpp) replaced by its
  /// token, "tok_" + 24 hexadecimal digits + "_" + last four. A token stays as it is.
  [[nodiscard]] std::string tokenise(std::string_view text) const;
  /// The word that takes the place of an erased value of a tenant, "erased_" + 16 hexadecimal digits, and stands for a
  /// person in the audit chain. Without the key nobody can tell whose it is.
  [[nodiscard]] std::string pseudonym(std::string_view tenant, domain::EntityKind kind, std::string_view value) const;
  /// For free text: every card number masked to its last four digits.
  [[nodiscard]] static std::string mask(std::string_view text);

 private:
  [[nodiscard]] std::string token_of(const std::string& digits) const;
  std::string key_;
};

/// Turns JSON into validated events. One instance per thread (it reuses its parser's memory).
class EventParser {
 public:
  EventParser(const CardTokeniser& tokeniser, const Clock& clock, std::string default_currency);
  ~EventParser();

  /// The currency of amounts without one, where a tenant has one of its own.
  using CurrencyOf = std::function<std::optional<domain::Currency>(const std::string& tenant)>;
  void set_currency_of(CurrencyOf currency_of);

  /// The body of POST /analyze: a message, or {"transaction": {…}}.
  std::variant<domain::Event, Rejection> parse_analyze(std::string_view json, const std::string& tenant);

  struct Line {
    std::size_t number;  ///< line of NDJSON from 1, or place in the array from 1
    Rejection rejection;
  };
  struct Bulk {
    std::vector<domain::Event> events;
    std::vector<Line> rejected;  ///< the first kRejectionsListedMax
    std::size_t rejected_count = 0;
  };
  /// The body of POST /transactions: NDJSON or a JSON array of transactions (or of /analyze bodies). A bad line does
  /// not stop the rest.
  std::variant<Bulk, Rejection> parse_bulk(std::string_view body, bool ndjson, const std::string& tenant);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Appends events to the log. Thread-safe. Errors as EventLog::append.
Result<domain::Seq> append_events(eventlog::EventLog& log, std::span<const domain::Event> events, bool caller_waits,
                                  TimeUs wait_us);

}  // namespace shrike::sources
