#include "shrike/sources/file_reader.hpp"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "shrike/base/csv.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::sources {

namespace {

struct KnownField {
  std::string_view name;
  std::array<std::string_view, 5> usual_columns;  // besides the field's own name
};

constexpr std::array kFields{
    KnownField{"transaction_id", {"TRANSACTION_ID", "trans_num", "id"}},
    KnownField{"amount", {"TX_AMOUNT", "amt", "Amount"}},
    KnownField{"currency", {}},
    KnownField{"timestamp", {"TX_DATETIME", "trans_date_trans_time", "time", "ts"}},
    KnownField{"card", {"cc_num"}},
    KnownField{"customer_id", {"CUSTOMER_ID"}},
    KnownField{"merchant_id", {"merchant", "MERCHANT_ID"}},
    KnownField{"terminal_id", {"TERMINAL_ID"}},
    KnownField{"country", {}},
    KnownField{"channel", {}},
    KnownField{"card_present", {}},
    KnownField{"ip", {}},
    KnownField{"device_id", {}},
    KnownField{"message_content", {"text", "message", "sms"}},
    KnownField{"phone_number", {"phone", "sender"}},
    KnownField{"message_id", {}},
    KnownField{"is_fraud", {"TX_FRAUD", "label", "fraud", "Class"}},
};

std::optional<bool> truth_from(std::string_view text) {
  for (const std::string_view word : {"1", "true", "fraud", "spam", "scam", "smishing", "phishing"}) {
    if (text == word) return true;
  }
  for (const std::string_view word : {"0", "false", "legitimate", "ham", "normal", "genuine"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

/// Files often hold amounts that went through binary floating point, such as 70.30000000000001.
Result<std::int64_t> read_amount(std::string_view text, domain::Currency currency) {
  auto minor = domain::parse_decimal(text, currency);
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  return minor || !whole ? minor : domain::minor_from_double(number, currency);
}

bool is_attribute(std::string_view field) { return field.starts_with("attributes.") && field.size() > 11; }

/// One CSV row as the fields of an event.
class CsvFileReader final : public FileReader {
 public:
  CsvFileReader(std::istream& in, const CardTokeniser& tokeniser, const Clock& clock)
      : csv_(in), tokeniser_(tokeniser), clock_(clock) {}

  Result<void> read_header(const ColumnMap& map) {
    std::vector<std::string> header;
    if (csv_.next(header) != CsvReader::Status::record) return invalid("expected a header line with column names");
    if (const auto bad = std::ranges::find_if(header, is_forbidden_field); bad != header.end()) {
      return invalid(
          fmt::format("column \"{}\": card verification data must not be read (PCI DSS 3.3.1); take it out", *bad));
    }
    const auto column = [&](std::string_view name) { return std::ranges::find(header, name) - header.begin(); };
    for (const auto& [field, name] : map) {
      const auto at = static_cast<std::size_t>(column(name));
      if (at == header.size()) return invalid(fmt::format("no column \"{}\" for the field {}", name, field));
      columns_[field] = at;
    }
    for (const KnownField& field : kFields) {
      if (columns_.contains(std::string(field.name))) continue;
      auto at = static_cast<std::size_t>(column(field.name));
      for (const std::string_view usual : field.usual_columns) {
        if (at == header.size() && !usual.empty()) at = static_cast<std::size_t>(column(usual));
      }
      if (at < header.size()) columns_[std::string(field.name)] = at;
    }
    messages_ = columns_.contains("message_content");
    if (!messages_ && !columns_.contains("amount")) {
      return invalid("found no column for amount or message_content; name it with --map amount=COLUMN");
    }
    return {};
  }

  std::optional<LabelledEvent> next() override {
    while (true) {
      const auto status = csv_.next(row_);
      if (status == CsvReader::Status::end) return std::nullopt;
      ++rows_read_;
      if (status == CsvReader::Status::bad) {
        bad(csv_.line(), "an open quote or a record that is too long");
        continue;
      }
      if (row_.size() == 1 && row_[0].empty()) {
        --rows_read_;
        continue;  // an empty line
      }
      LabelledEvent out;
      if (std::string reason = fill(out); !reason.empty()) {
        bad(csv_.line(), std::move(reason));
        continue;
      }
      return out;
    }
  }

 private:
  std::string_view field(const std::string& name) const {
    const auto found = columns_.find(name);
    return found == columns_.end() || found->second >= row_.size() ? std::string_view()
                                                                   : std::string_view(row_[found->second]);
  }

  /// Returns what is wrong; empty when nothing is.
  std::string fill(LabelledEvent& out) const {
    out.event.ingested_at_us = clock_.now_us();
    out.event.time_us = out.event.ingested_at_us;
    const std::string_view time = field("timestamp");
    if (!time.empty()) {
      const auto parsed = parse_time(time);
      if (parsed) {
        out.event.time_us = *parsed;
      } else if (!messages_) {
        return "timestamp: " + parsed.error().message;  // windows need it; messages can do without
      }
    }
    const std::string_view truth = field("is_fraud");
    out.fraud = truth_from(truth);
    if (!truth.empty() && !out.fraud)
      return fmt::format("is_fraud: expected 0, 1, fraud, legitimate, spam or ham, not \"{}\"", truth.substr(0, 32));
    return messages_ ? fill_message(out.event) : fill_payment(out.event);
  }

  std::string fill_message(domain::Event& event) const {
    domain::Message message;
    const std::string_view content = field("message_content");
    if (content.empty()) return "message_content: expected a text";
    if (content.size() > kMessageBytesMax)
      return fmt::format("message_content: expected at most {} bytes", kMessageBytesMax);
    message.content = CardTokeniser::mask(content);
    message.phone_number = tokeniser_.tokenise(field("phone_number"));
    message.id = tokeniser_.tokenise(field("message_id"));
    if (message.id.size() > kIdBytesMax || message.phone_number.size() > kIdBytesMax)
      return fmt::format("an id is longer than {} bytes", kIdBytesMax);
    event.body = std::move(message);
    return {};
  }

  std::string fill_payment(domain::Event& event) const {
    domain::Transaction payment;
    payment.amount.currency = {{'E', 'U', 'R'}};
    if (const auto text = field("currency"); !text.empty()) {
      const auto currency = domain::parse_currency(text);
      if (!currency) return "currency: " + currency.error().message;
      payment.amount.currency = *currency;
    }
    const auto minor = read_amount(field("amount"), payment.amount.currency);
    if (!minor) return "amount: " + minor.error().message;
    payment.amount.minor = *minor;
    for (const auto& [text, name] :
         {std::pair{&payment.id, "transaction_id"}, std::pair{&payment.card, "card"},
          std::pair{&payment.customer_id, "customer_id"}, std::pair{&payment.merchant_id, "merchant_id"},
          std::pair{&payment.terminal_id, "terminal_id"}, std::pair{&payment.country, "country"},
          std::pair{&payment.ip, "ip"}, std::pair{&payment.device_id, "device_id"}}) {
      *text = tokeniser_.tokenise(field(name));
    }
    if (const auto channel = domain::channel_from(field("channel"))) payment.channel = *channel;
    if (const auto present = truth_from(field("card_present"))) payment.card_present = present;
    for (const std::string* text : {&payment.id, &payment.card, &payment.customer_id, &payment.merchant_id,
                                    &payment.terminal_id, &payment.country, &payment.ip, &payment.device_id}) {
      if (text->size() > kIdBytesMax) return fmt::format("an id is longer than {} bytes", kIdBytesMax);
    }
    for (const auto& [name, column] : columns_) {
      if (!is_attribute(name) || column >= row_.size()) continue;
      double value = 0;
      const std::string& text = row_[column];
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
      if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !std::isfinite(value) ||
          name.size() > kIdBytesMax || payment.attributes.size() >= kAttributesMax)
        return name + ": expected a number";
      payment.attributes.emplace_back(CardTokeniser::mask(name.substr(11)), value);
    }
    event.body = std::move(payment);
    return {};
  }

  CsvReader csv_;
  const CardTokeniser& tokeniser_;
  const Clock& clock_;
  std::map<std::string, std::size_t> columns_;
  std::vector<std::string> row_;
  bool messages_ = false;
};

/// One JSON object per line, as POST /transactions takes them, with "is_fraud" beside.
class NdjsonFileReader final : public FileReader {
 public:
  NdjsonFileReader(std::istream& in, const CardTokeniser& tokeniser, const Clock& clock)
      : in_(in), parser_(tokeniser, clock, "EUR") {}

  std::optional<LabelledEvent> next() override {
    std::string line;
    while (std::getline(in_, line)) {
      ++line_;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      ++rows_read_;
      auto parsed = parser_.parse_bulk(line, true, "default");
      auto& bulk = std::get<EventParser::Bulk>(parsed);
      if (bulk.events.empty()) {
        const auto& error = bulk.rejected.front().rejection.errors.front();
        bad(line_, error.pointer + ": " + error.message);
        continue;
      }
      return LabelledEvent{std::move(bulk.events.front()), truth_of(line)};
    }
    return std::nullopt;
  }

 private:
  std::optional<bool> truth_of(const std::string& line) {
    simdjson::dom::element root;
    if (json_.parse(line).get(root) != simdjson::SUCCESS) return std::nullopt;
    bool flag = false;
    std::int64_t number = 0;
    if (root["is_fraud"].get(flag) == simdjson::SUCCESS) return flag;
    if (root["is_fraud"].get(number) == simdjson::SUCCESS) return number == 1;
    return std::nullopt;
  }

  std::istream& in_;
  EventParser parser_;
  simdjson::dom::parser json_;
  std::size_t line_ = 0;
};

}  // namespace

Result<ColumnMap> parse_column_map(std::string_view text) {
  ColumnMap map;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == part.size()) {
      return invalid(fmt::format("\"{}\": expected field=column", part));
    }
    const std::string_view field = part.substr(0, equals);
    if (is_attribute(field) && is_forbidden_field(field.substr(11)))
      return invalid(fmt::format("\"{}\": card verification data must not be read (PCI DSS 3.3.1)", field));
    if (std::ranges::find(kFields, field, &KnownField::name) == kFields.end() && !is_attribute(field)) {
      std::string known;
      for (const KnownField& row : kFields) known += fmt::format("{}, ", row.name);
      return invalid(fmt::format("\"{}\": expected one of {}attributes.NAME", field, known));
    }
    map[std::string(field)] = part.substr(equals + 1);
  }
  return map;
}

void FileReader::bad(std::size_t line, std::string reason) {
  ++rows_bad_;
  if (bad_rows_.size() < kBadRowsListedMax) bad_rows_.push_back({line, CardTokeniser::mask(reason)});
}

Result<std::unique_ptr<FileReader>> FileReader::open(std::istream& in, FileFormat format, const ColumnMap& map,
                                                     const CardTokeniser& tokeniser, const Clock& clock) {
  if (format == FileFormat::ndjson)
    return std::unique_ptr<FileReader>(std::make_unique<NdjsonFileReader>(in, tokeniser, clock));
  auto reader = std::make_unique<CsvFileReader>(in, tokeniser, clock);
  if (auto done = reader->read_header(map); !done) return done.error();
  return std::unique_ptr<FileReader>(std::move(reader));
}

void DelayedLabels::add(const domain::Event& event, bool fraud) {
  if (!fraud) return;
  domain::Label label = domain::label_about(event);
  label.fraud = true;
  label.source = "file";
  domain::Event later;
  later.tenant = event.tenant;
  later.time_us = event.time_us + delay_us_;
  later.ingested_at_us = event.ingested_at_us;
  later.body = std::move(label);
  waiting_.push_back(std::move(later));
}

std::optional<domain::Event> DelayedLabels::due(TimeUs now_us) {
  if (waiting_.empty() || waiting_.front().time_us > now_us) return std::nullopt;
  domain::Event event = std::move(waiting_.front());
  waiting_.pop_front();
  return event;
}

}  // namespace shrike::sources
