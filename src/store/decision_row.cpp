#include "decision_row.hpp"

#include <fmt/format.h>

#include <cstring>

#include "decision_detail.hpp"
#include "shrike/domain/event_codec.hpp"

namespace shrike::store {

namespace {

constexpr std::array kColumns{Column{"seq", ColumnType::int64},        Column{"event_time", ColumnType::time},
                              Column{"ingested_at", ColumnType::time}, Column{"probability", ColumnType::float64},
                              Column{"amount", ColumnType::int64},     Column{"kind", ColumnType::int16},
                              Column{"level", ColumnType::int16},      Column{"outcome", ColumnType::int16},
                              Column{"score", ColumnType::int16},      Column{"action", ColumnType::int16},
                              Column{"channel", ColumnType::int16},    Column{"tenant", ColumnType::text},
                              Column{"event_id", ColumnType::text},    Column{"subject", ColumnType::text},
                              Column{"customer", ColumnType::text},    Column{"merchant", ColumnType::text},
                              Column{"terminal", ColumnType::text},    Column{"device", ColumnType::text},
                              Column{"ip", ColumnType::text},          Column{"phone", ColumnType::text},
                              Column{"country", ColumnType::text},     Column{"currency", ColumnType::text},
                              Column{"text", ColumnType::text},        Column{"primary_reason", ColumnType::text},
                              Column{"detail", ColumnType::text},      Column{"features", ColumnType::bytes},
                              Column{"event", ColumnType::bytes}};

bool has_amount(const domain::Transaction& payment) {
  return payment.amount.minor != 0 || !payment.amount.currency.text().empty();
}

void write_numbers(const domain::Decision& decision, const domain::Transaction* payment, BulkRow& row) {
  row.integer(static_cast<std::int64_t>(decision.seq()));
  row.time(decision.event.time_us);
  row.time(decision.event.ingested_at_us);
  row.real(decision.fraud_probability);
  if (payment != nullptr && has_amount(*payment)) {
    row.integer(payment->amount.minor);
  } else {
    row.null();
  }
  row.integer(static_cast<int>(decision.event.kind()));
  row.integer(static_cast<int>(decision.level));
  row.integer(static_cast<int>(decision.outcome));
  row.integer(decision.risk_score);
  row.integer(static_cast<int>(decision.action));
}

void write_entities(const domain::Transaction& payment, const domain::Message& message, BulkRow& row) {
  for (const std::string* text : {&payment.customer_id, &payment.merchant_id, &payment.terminal_id, &payment.device_id,
                                  &payment.ip, &message.phone_number, &payment.country}) {
    row.text_or_null(*text);
  }
  row.text_or_null(payment.amount.currency.text());
  row.text_or_null(message.content);
}

}  // namespace

std::span<const Column> decision_columns() { return kColumns; }

void DecisionWriter::write(const domain::Decision& decision, BulkRow& row) {
  static const domain::Transaction kNoPayment;
  static const domain::Message kNoMessage;
  const auto* payment = decision.transaction();
  const auto* message = decision.message();
  write_numbers(decision, payment, row);
  const domain::Channel channel = message != nullptr   ? message->channel
                                  : payment != nullptr ? payment->channel
                                                       : domain::Channel();
  row.integer(static_cast<int>(channel));
  row.text(decision.event.tenant);
  row.text(decision.event_id());
  row.text_or_null(decision.subject());
  write_entities(payment != nullptr ? *payment : kNoPayment, message != nullptr ? *message : kNoMessage, row);
  row.text_or_null(decision.primary_reason());
  detail_.clear();
  append_detail(detail_, decision);
  row.text(detail_);
  const auto& features = decision.features;
  features.empty() ? row.null()
                   : row.bytes({reinterpret_cast<const char*>(features.data()), features.size() * sizeof(float)});
  event_.clear();
  domain::append_event(event_, decision.event);
  row.bytes(event_);
}

Result<StoredDecision> read_decision(const Row& row, std::size_t first) {
  const auto seq = static_cast<domain::Seq>(row.integer(first));
  const auto corrupt = [&](const std::string& why) {
    return Error{ErrorKind::corrupt, fmt::format("decision {}: {}", seq, why)};
  };
  auto event = domain::decode_event(row.bytes(first + 1));
  if (!event) return corrupt(event.error().message);
  StoredDecision stored;
  domain::Decision& decision = stored.decision;
  decision.event = std::move(*event);
  decision.event.seq = seq;
  decision.level = static_cast<domain::RiskLevel>(row.integer(first + 2));
  decision.outcome = static_cast<domain::Outcome>(row.integer(first + 3));
  decision.risk_score = static_cast<std::int32_t>(row.integer(first + 4));
  decision.action = static_cast<domain::Action>(row.integer(first + 5));
  decision.fraud_probability = row.real(first + 6);
  if (decision.level > domain::RiskLevel::critical || decision.outcome > domain::Outcome::decline ||
      decision.action > domain::Action::queued_for_review) {
    return corrupt("unknown level, outcome or action");
  }
  if (!read_detail(row.text(first + 7), decision)) return corrupt("detail is not as written");
  const std::string& features = row.bytes(first + 8);
  decision.features.resize(features.size() / sizeof(float));
  if (!decision.features.empty())
    std::memcpy(decision.features.data(), features.data(), decision.features.size() * sizeof(float));
  if (!row.is_null(first + 9)) stored.fraud_label = row.boolean(first + 9);
  return stored;
}

}  // namespace shrike::store
