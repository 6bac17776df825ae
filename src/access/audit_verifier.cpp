#include "shrike/access/audit_verifier.hpp"

#include <fmt/format.h>

#include <charconv>

namespace shrike::access {

namespace {

constexpr std::size_t kHashDigits = 64;
constexpr std::int64_t kMovedMax = 50'000;  // rows; a tenth of a second of hashing

/// Another number under which the row is right; 0 where there is none near.
std::int64_t first_place_of(const store::AuditRow& row) {
  store::AuditRow moved = row;
  for (std::int64_t distance = 1; distance <= kMovedMax; ++distance) {
    for (const std::int64_t place : {row.seq + distance, row.seq - distance}) {
      moved.seq = place;
      if (place > 0 && store::audit_hash(moved) == row.hash) return place;
    }
  }
  return 0;
}

}  // namespace

Result<store::AuditAnchor> parse_anchor(std::string_view text) {
  const std::size_t colon = text.find(':');
  store::AuditAnchor anchor;
  const auto read = std::from_chars(text.data(), text.data() + std::min(colon, text.size()), anchor.seq);
  const bool whole = colon != std::string_view::npos && read.ec == std::errc() && read.ptr == text.data() + colon;
  if (whole) anchor.hash = text.substr(colon + 1);
  if (!whole || anchor.seq < 0 || anchor.hash.size() != kHashDigits ||
      anchor.hash.find_first_not_of("0123456789abcdef") != std::string::npos)
    return invalid("anchor: expected SEQ:HASH as verify prints it");
  return anchor;
}

std::string to_string(const store::AuditAnchor& anchor) { return fmt::format("{}:{}", anchor.seq, anchor.hash); }

void AuditVerifier::fail(std::int64_t seq, std::string_view damage, std::string words) {
  report_.intact = false;
  report_.bad_seq = seq;
  report_.damage = damage;
  report_.words = std::move(words);
}

/// The row does not follow the one before it. Its own hash tells which place it once had.
Result<void> AuditVerifier::name_misplaced(store::Database& database, const store::AuditRow& row) {
  const std::int64_t place = first_place_of(row);
  if (place == 0) {
    fail(row.seq, "inserted",
         fmt::format("row {} was inserted or replaced: it does not follow row {}", row.seq, report_.last.seq));
  } else if (place < row.seq) {
    fail(place, "inserted", fmt::format("row {} was inserted: what was row {} is now row {}", place, place, row.seq));
  } else {
    const auto there = store::audit_rows_after(database, place - 1, 1);
    if (!there) return there.error();
    const bool swapped =
        !there->empty() && there->front().seq == place && there->front().previous_hash == report_.last.hash;
    if (swapped)
      fail(row.seq, "reordered", fmt::format("row {} was written as row {}: rows were reordered", row.seq, place));
    else
      fail(row.seq, "deleted", fmt::format("row {} is missing: what stands there was row {}", row.seq, place));
  }
  return {};
}

Result<void> AuditVerifier::check(store::Database& database, const store::AuditRow& row) {
  const std::int64_t expected = report_.last.seq + 1;
  if (row.seq < expected) {
    fail(row.seq, "inserted", fmt::format("row {} was inserted: the chain begins with {}", row.seq, start_.seq + 1));
  } else if (row.seq > expected) {
    const std::string range = row.seq - 1 == expected ? fmt::format("row {} is", expected)
                                                      : fmt::format("rows {} to {} are", expected, row.seq - 1);
    fail(expected, "deleted", range + " missing");
  } else if (row.previous_hash != report_.last.hash) {
    return name_misplaced(database, row);
  } else if (store::audit_hash(row) != row.hash) {
    fail(row.seq, "altered", fmt::format("row {} was altered", row.seq));
  } else if (anchor_ && anchor_->seq == row.seq && anchor_->hash != row.hash) {
    fail(row.seq, "rewritten", fmt::format("row {} is not the one of the anchor: the chain was written anew", row.seq));
  } else {
    report_.last = {row.seq, row.hash};
    ++report_.rows;
    const std::string purged = fmt::format("\"{}\":\"{}\"", store::kPurgedTo, to_string(start_));
    if (!start_told_ && row.entry.action == store::kAuditPurge)
      start_told_ = row.entry.detail.find(purged) != std::string::npos;
  }
  return {};
}

/// Rows may be purged while the chain is walked.
void AuditVerifier::begin_at(const store::AuditAnchor& start) {
  if (start.seq <= start_.seq) return;
  start_ = start;
  start_told_ = false;
  read_to_ = std::max(read_to_, start.seq);
  if (start.seq > report_.last.seq) report_.last = start;
  if (anchor_ && anchor_->seq == start.seq && anchor_->hash != start.hash)
    fail(start.seq, "rewritten", fmt::format("row {} was not the one of the anchor when it was purged", start.seq));
}

void AuditVerifier::check_end(const store::AuditAnchor& head) {
  const std::int64_t last = report_.last.seq;
  if (!start_told_)
    return fail(start_.seq, "deleted", fmt::format("rows up to {} were removed, and no row says so", start_.seq));
  const std::int64_t known = std::max(head.seq, anchor_ ? anchor_->seq : 0);
  if (known > last) {
    fail(last + 1, "truncated", fmt::format("rows {} to {} were cut off", last + 1, known));
  } else if (head.seq < last) {
    fail(head.seq + 1, "inserted",
         fmt::format("row {} was inserted: the head says that row {} is the last", head.seq + 1, head.seq));
  } else if (head.hash != report_.last.hash) {
    fail(last, "rewritten", fmt::format("row {} is not the one that the head knows", last));
  }
}

Result<bool> AuditVerifier::step(store::Database& database) {
  const auto start = store::audit_start(database);
  if (!start) return start.error();
  begin_at(*start);
  if (!report_.intact) return true;
  auto rows = store::audit_rows_after(database, read_to_, kStepRows);
  if (!rows) return rows.error();
  const auto after = store::audit_start(database);
  if (!after) return after.error();
  if (after->seq != start_.seq) return false;  // purged in between: these rows are looked at again
  for (const store::AuditRow& row : *rows) {
    if (auto done = check(database, row); !done) return done.error();
    if (!report_.intact) return true;
    read_to_ = row.seq;
  }
  if (rows->size() == kStepRows) return false;
  auto head = store::audit_head(database);
  if (!head && head.error().kind != ErrorKind::corrupt) return head.error();
  // Rows that came between the two reads are read in the next step.
  if (head && head->seq > report_.last.seq) {
    auto more = store::audit_rows_after(database, read_to_, 1);
    if (!more) return more.error();
    if (!more->empty()) return false;
  }
  if (head)
    check_end(*head);
  else
    fail(report_.last.seq, "rewritten", "the head is missing: how many rows there were is not known");
  return true;
}

Result<AuditReport> AuditVerifier::run(store::Database& database) {
  while (true) {
    auto done = step(database);
    if (!done) return done.error();
    if (*done) return report_;
  }
}

}  // namespace shrike::access
