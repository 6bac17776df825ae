#pragma once
// What is left of a person in the store, and its end. What it promises: docs/PRIVACY.md.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shrike/domain/event.hpp"
#include "shrike/store/database.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

/// Whose data go: an entity of a tenant that stands for a person.
struct Subject {
  std::string tenant;
  domain::EntityKind kind = domain::EntityKind::customer;  ///< customer, card, phone, device or ip
  std::string value;
};

/// The word that takes the place of a value, the same for the same value.
using Pseudonym =
    std::function<std::string(const std::string& tenant, domain::EntityKind kind, const std::string& value)>;

/// What a message's text becomes.
inline constexpr std::string_view kErasedText = "[erased]";

/// Rows that were changed or deleted, by table.
using ErasedCounts = std::map<std::string, std::uint64_t>;

/// Rewrites the subject's decisions and labels, in transactions of at most 200 decisions: the subject's value becomes
/// its pseudonym, of a customer also the cards, devices and addresses beside it; of a phone the messages' texts go, and
/// with them equal messages that were kept to learn from. Entries of silences about it are deleted, alerts to be sent
/// are grouped by the pseudonym. Entries of the lists go through the event log instead. What remains of a decision is
/// no longer about anybody. May be repeated. Errors: as Database.
Result<ErasedCounts> erase_subject(Database& database, const Subject& subject, const Pseudonym& pseudonym);

/// Overwrites what changed and deleted rows left in the database's own files: SQLite rewrites its file and empties its
/// write-ahead log; PostgreSQL vacuums the tables. Outside a transaction. Errors: as Database.
Result<void> destroy_remains(Database& database);

/// Whether a decision's event was about an erased subject.
bool is_erased(const domain::Event& event);

/// The certificate of an erasure.
struct Erasure {
  std::int64_t id = 0;
  TimeUs erased_at_us = 0;
  std::string tenant;
  std::string kind;
  std::string subject;  ///< pseudonym
  std::string reason;
  std::string by;
  ErasedCounts counts;
  domain::Seq log_to = 0;      ///< up to this event nothing in the event log that named the subject can be read
  std::int64_t audit_seq = 0;  ///< the row of the audit chain that says so
  std::string audit_hash;
};

/// Writes the row of the audit chain and the certificate, both or none; fills id, audit_seq and audit_hash.
Result<Erasure> record_erasure(Database& database, Erasure erasure);

struct ErasurePage {
  std::vector<Erasure> rows;  ///< newest first
  std::optional<std::string> next_cursor;
};
/// Errors: invalid (no tenant, limit, cursor), as Database.
Result<ErasurePage> list_erasures(Database& database, const std::string& tenant, const PageRequest& page);

}  // namespace shrike::store
