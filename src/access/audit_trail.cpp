#include "shrike/access/audit_trail.hpp"

#include <fmt/format.h>

#include "shrike/base/diag.hpp"

namespace shrike::access {

namespace {

constexpr std::chrono::milliseconds kWait{100};
constexpr TimeUs kRetryUs = kSecondUs;

Error cannot(std::string_view why) {
  return {ErrorKind::unavailable, fmt::format("the audit record cannot be written: {}", why)};
}

}  // namespace

bool AuditTrail::is_stuck() const {
  const TimeUs since_us = busy_since_us_;
  return since_us != 0 && clock_.steady_us() - since_us > kPatienceUs;
}

void AuditTrail::write(store::AuditEntry entry, Written written) {
  if (is_stuck()) return written(cannot("the database does not answer"));
  Item item{std::move(entry), std::move(written)};
  if (!queue_.try_push(std::move(item))) item.written(cannot("too many rows are waiting"));
}

void AuditTrail::record(store::AuditEntry entry) {
  if (!queue_.try_push({std::move(entry), {}})) lose(1);
}

void AuditTrail::lose(std::size_t rows) {
  lost_ += rows;
  lost_total_ += rows;
}

std::string AuditTrail::failure() const {
  if (is_stuck()) return "the database does not answer";
  const std::lock_guard lock(mutex_);
  return failure_;
}

void AuditTrail::set_failure(std::string why) {
  const std::lock_guard lock(mutex_);
  if (failure_.empty() && !why.empty()) diag::error("audit", "cannot be written: {}", why);
  if (!failure_.empty() && why.empty()) diag::info("audit", "can be written again");
  failure_ = std::move(why);
}

std::vector<store::AuditEntry> AuditTrail::entries_of(const std::vector<Item>& fresh, std::uint64_t lost) const {
  std::vector<store::AuditEntry> out(kept_.begin(), kept_.end());
  for (const Item& item : fresh) out.push_back(item.entry);
  if (lost > 0) {
    store::AuditEntry& entry = out.emplace_back();
    entry.time_us = clock_.now_us();
    entry.actor = "shrike";
    entry.action = "audit.lost";
    entry.outcome = "done";
    entry.detail = fmt::format(R"({{"rows":{}}})", lost);
  }
  return out;
}

void AuditTrail::group_written(std::vector<Item>& fresh, std::int64_t last_fresh) {
  const std::int64_t first = last_fresh - static_cast<std::int64_t>(fresh.size()) + 1;
  written_ += kept_.size() + fresh.size();
  kept_.clear();
  for (std::size_t at = 0; at < fresh.size(); ++at) {
    if (fresh[at].written) fresh[at].written(first + static_cast<std::int64_t>(at));
  }
  fresh.clear();
}

void AuditTrail::group_failed(std::vector<Item>& fresh, const Error& error) {
  for (Item& item : fresh) {
    if (item.written)
      item.written(cannot(error.message));
    else if (kept_.size() < kKeptMax)
      kept_.push_back(std::move(item.entry));
    else
      lose(1);
  }
  fresh.clear();
}

void AuditTrail::write_group(std::vector<Item>& fresh) {
  const std::uint64_t lost = lost_;
  const auto entries = entries_of(fresh, lost);
  auto last = store::append_audit_alone(database_, entries);
  set_failure(last ? "" : last.error().message);
  if (!last) return group_failed(fresh, last.error());
  group_written(fresh, *last - (lost > 0 ? 1 : 0));
  lost_ -= lost;
}

void AuditTrail::probe() {
  const auto can = store::try_audit(database_);
  set_failure(can ? "" : can.error().message);
}

void AuditTrail::run(const std::stop_token& stop) {
  std::vector<Item> fresh;
  TimeUs tried_us = clock_.steady_us();
  while (true) {
    const bool last_round = stop.stop_requested();
    queue_.pop_batch(fresh, kGroupMax, last_round ? std::chrono::milliseconds(0) : kWait);
    const bool retry = clock_.steady_us() - tried_us >= kRetryUs || last_round;
    busy_since_us_ = clock_.steady_us();
    if (!fresh.empty() || (retry && !kept_.empty())) {
      write_group(fresh);
      tried_us = clock_.steady_us();
    } else if (retry && !failure().empty()) {
      probe();
      tried_us = clock_.steady_us();
    }
    busy_since_us_ = 0;
    if (last_round && queue_.size() == 0) return;
  }
}

}  // namespace shrike::access
