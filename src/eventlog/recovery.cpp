#include "recovery.hpp"

#include <algorithm>

#include "record.hpp"

namespace shrike::eventlog {

namespace {

/// Length of the torn tail: from the last valid record to the last byte that is not zero.
std::uint32_t torn_bytes(const Segment& segment) {
  const std::uint32_t used = segment.used.load(std::memory_order_relaxed);
  std::uint32_t end = segment.capacity;
  while (end > used && segment.bytes[end - 1] == '\0') --end;
  return end - used;
}

/// Whole records behind the one that ended the segment.
std::uint64_t whole_records_after(const Segment& segment) {
  std::uint64_t found = 0;
  for (std::uint32_t at = segment.used.load(std::memory_order_relaxed); at + kRecordHeaderBytes <= segment.capacity;) {
    const auto record = read_stored_record({segment.bytes.get() + at, segment.capacity - at});
    const bool newer = record && record->view.seq > std::max(segment.last_seq, segment.first_seq - 1);
    found += newer ? 1 : 0;
    at += newer ? static_cast<std::uint32_t>(record->bytes) : 8;
  }
  return found;
}

/// The run found so far, newest first.
class Run {
 public:
  Run(RingFile& ring, Seq durable_seq, std::size_t group_segments_max)
      : ring_(ring), group_segments_max_(group_segments_max), durable_seq_(durable_seq) {}

  /// Takes the next older segment. False when the run ends before it. Errors: io.
  Result<bool> take(const SegmentHeader& header) {
    if (!headers_.empty() && headers_.back().begins_anew) return false;
    auto segment = ring_.load(header);
    if (!segment && segment.error().kind == ErrorKind::io) return segment.error();
    const Seq end = segment ? std::max((*segment)->last_seq + 1, header.first_seq) : 0;
    if (!headers_.empty() && end != headers_.back().first_seq) {
      if (!segment || end > headers_.back().first_seq || !is_torn_group(end))
        return damaged_ = !may_be_overwritten(header), false;
      if (auto done = cut(); !done) return done.error();
    }
    if (headers_.empty()) {
      newest_ = *segment;
      last_seq_ = end - 1;
    }
    headers_.push_back(header);
    durable_seq_ = std::max(durable_seq_, header.durable_seq);
    return true;
  }

  /// What is read here may be in the system's memory only: an earlier process died before its sync, or the sync failed
  /// and the pages count as clean. Before anybody may rely on it, it is written and synced again.
  Result<void> make_durable() {
    const std::size_t group = std::min(headers_.size(), group_segments_max_);
    for (std::size_t i = 0; i < group; ++i) {
      auto segment = ring_.load(headers_[i]);
      if (!segment) return segment.error();
      if (auto done = ring_.write_again(**segment); !done) return done;
    }
    return ring_.sync();
  }

  [[nodiscard]] bool damaged() const { return damaged_; }
  [[nodiscard]] std::size_t discarded() const { return discarded_; }
  [[nodiscard]] const std::shared_ptr<Segment>& newest() const { return newest_; }
  [[nodiscard]] Seq last_seq() const { return last_seq_; }
  [[nodiscard]] Seq durable_seq() const { return durable_seq_; }
  [[nodiscard]] std::vector<SegmentHeader> oldest_first() const { return {headers_.rbegin(), headers_.rend()}; }

 private:
  /// True where nothing from `gap` on is known to have been durable, and a group can have been as long.
  [[nodiscard]] bool is_torn_group(Seq gap) const {
    return durable_seq_ < gap && discarded_ + headers_.size() <= group_segments_max_;
  }
  /// True where a group that was under way may have gone over this slot: its old segment was let go by every consumer.
  [[nodiscard]] bool may_be_overwritten(const SegmentHeader& oldest) const {
    return oldest.number + ring_.segment_count() <= headers_.front().number + group_segments_max_;
  }
  /// The disk kept newer segments of a group without the end of an older one. The group's sync never came back, so
  /// nobody was told that its events are safe: all after the gap goes.
  Result<void> cut() {
    for (const SegmentHeader& newer : headers_) {
      if (auto done = ring_.discard(newer); !done) return done;
    }
    discarded_ += headers_.size();
    headers_.clear();
    return {};
  }

  RingFile& ring_;
  const std::size_t group_segments_max_;
  std::vector<SegmentHeader> headers_;
  std::shared_ptr<Segment> newest_;
  Seq last_seq_ = 0;
  Seq durable_seq_;  // as the cursor record and the newer segments tell, the discarded ones too
  std::size_t discarded_ = 0;
  bool damaged_ = false;
};

}  // namespace

Result<Recovered> recover(RingFile& ring, Seq durable_seq, std::size_t group_segments_max) {
  const auto slots = ring.slots();
  if (!slots) return slots.error();
  const auto& headers = slots->headers;
  Run run(ring, durable_seq, group_segments_max);
  Recovered out;
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    const auto taken = run.take(*header);
    if (!taken) return taken.error();
    if (*taken) continue;
    if (run.damaged()) out.report.damaged_segments = static_cast<std::uint64_t>(headers.rend() - header);
    break;
  }
  // Newer records behind a header that cannot be read. A header torn by a power cut has older records behind it, and
  // one in the middle leaves a gap, which was seen above.
  out.report.damaged_segments += static_cast<std::uint64_t>(
      std::ranges::count_if(slots->orphans, [&](Seq first) { return first > run.last_seq(); }));
  if (auto done = run.make_durable(); !done) return done.error();
  out.segments = run.oldest_first();
  out.newest = run.newest();
  out.report.discarded_segments = run.discarded();
  out.report.lost_events = run.durable_seq() > run.last_seq() ? run.durable_seq() - run.last_seq() : 0;
  if (out.segments.empty()) return out;
  out.report.first_seq = out.segments.front().first_seq;
  out.report.last_seq = run.last_seq();
  out.report.truncated_bytes = torn_bytes(*out.newest);
  if (out.report.truncated_bytes > 0) {
    out.report.cut_records = whole_records_after(*out.newest);
    if (auto done = ring.clear_tail(*out.newest, out.newest->written); !done) return done.error();
    std::fill(out.newest->bytes.get() + out.newest->written, out.newest->bytes.get() + out.newest->capacity, '\0');
  }
  return out;
}

}  // namespace shrike::eventlog
