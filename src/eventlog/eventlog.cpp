#include "shrike/eventlog/eventlog.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "record.hpp"
#include "recovery.hpp"
#include "ring_file.hpp"
#include "segment.hpp"
#include "shrike/base/fault_point.hpp"

namespace shrike::eventlog {

namespace {
constexpr TimeUs kCursorsBusyUs = 100 * kMillisecondUs;  // with a group, whose sync they share
constexpr TimeUs kCursorsIdleUs = kSecondUs;             // with a sync of their own

Result<void> open_segment(Segment& segment, const SubjectKeys* keys) {
  return open_records(segment.bytes.get() + kSegmentHeaderBytes,
                      segment.used.load(std::memory_order_relaxed) - kSegmentHeaderBytes, keys);
}
}  // namespace

EventLog::EventLog(std::unique_ptr<RingFile> ring, EventLogSettings settings, const Clock& clock, SubjectKeys* keys)
    : settings_(settings), clock_(clock), keys_(keys), ring_(std::move(ring)) {}

EventLog::~EventLog() = default;

Result<std::unique_ptr<EventLog>> EventLog::open(std::unique_ptr<File> file, EventLogSettings settings,
                                                 const Clock& clock, SubjectKeys* keys) {
  auto ring = RingFile::open(std::move(file), settings, clock.now_us());
  if (!ring) return ring.error();
  auto cursors = (*ring)->read_cursors();
  if (!cursors) return cursors.error();
  auto recovered = recover(**ring, cursors->durable_seq, settings.staging_segments_max);
  if (!recovered) return recovered.error();
  if (recovered->newest) {
    if (auto done = open_segment(*recovered->newest, keys); !done) return done.error();
  }
  settings.segment_bytes = (*ring)->segment_bytes();
  settings.capacity_bytes = std::uint64_t{settings.segment_bytes} * (*ring)->segment_count();
  std::unique_ptr<EventLog> log(new EventLog(std::move(*ring), settings, clock, keys));
  log->recovery_ = recovered->report;
  log->recovery_.cursors = log->recorded_cursors_ = std::move(cursors->cursors);
  log->cursor_generation_ = cursors->generation;
  log->head_seq_ = log->durable_seq_ = recovered->report.last_seq;
  for (const SegmentHeader& header : recovered->segments) log->index_.push_back({header.number, header.first_seq});
  if (recovered->newest) log->staging_.push_back(recovered->newest);
  return log;
}

std::size_t EventLog::segments_needed_locked(std::span<const NewRecord> records) const {
  std::size_t used = staging_.empty() ? settings_.segment_bytes : staging_.back()->used.load(std::memory_order_relaxed);
  std::size_t segments = 0;
  for (const NewRecord& record : records) {
    const std::size_t bytes = record_bytes(record);
    if (used + bytes > settings_.segment_bytes) {
      used = kSegmentHeaderBytes;
      ++segments;
    }
    used += bytes;
  }
  return segments;
}

Result<Seq> EventLog::append(std::span<const NewRecord> records, TimeUs wait_us) {
  SHRIKE_ASSERT(!records.empty());
  for (const NewRecord& record : records) {
    if (record_bytes(record) > settings_.segment_bytes - kSegmentHeaderBytes) {
      return invalid("the event is larger than a segment of the event log");
    }
  }
  const TimeUs start_us = clock_.steady_us();
  std::unique_lock lock(mutex_);
  if (!wait_for_room_locked(lock, records, start_us + wait_us)) {
    if (!failure_.empty()) return io_error(fmt::format("the event log is read-only: {}", failure_));
    return Error{ErrorKind::unavailable, refusal_.empty() ? "the event log is full" : refusal_};
  }
  const Seq first = head_seq_ + 1;
  for (const NewRecord& record : records) {
    const std::size_t bytes = record_bytes(record);
    if (staging_.empty() || staging_.back()->used.load(std::memory_order_relaxed) + bytes > settings_.segment_bytes) {
      start_segment_locked();
    }
    Segment& segment = *staging_.back();
    const std::uint32_t used = segment.used.load(std::memory_order_relaxed);
    write_record(segment.bytes.get() + used, record, head_seq_ + 1, start_us);
    segment.last_seq = ++head_seq_;
    segment.used.store(used + static_cast<std::uint32_t>(bytes), std::memory_order_release);
  }
  appended_.notify_all();
  lock.unlock();
  append_us_.record(static_cast<std::uint64_t>(clock_.steady_us() - start_us));
  return first;
}

bool EventLog::wait_for_room_locked(std::unique_lock<std::mutex>& lock, std::span<const NewRecord> records,
                                    TimeUs deadline_us) {
  while (failure_.empty()) {
    if (refusal_.empty() && may_start_segments_locked(segments_needed_locked(records))) return true;
    const TimeUs left_us = deadline_us - clock_.steady_us();
    if (left_us <= 0) return false;
    room_.wait_for(lock, std::chrono::microseconds(left_us));
  }
  return false;
}

Seq EventLog::reclaim_seq_locked() const {
  Seq lowest = durable_seq_;
  for (const auto& [consumer, seq] : cursors_) lowest = std::min(lowest, seq);
  return lowest;
}

bool EventLog::may_start_segments_locked(std::size_t segments) const {
  if (segments == 0) return true;
  if (staging_.size() + segments > settings_.staging_segments_max) return false;
  const std::size_t after = index_.size() + segments;
  if (after <= ring_->segment_count()) return true;
  // The slots of the oldest segments are reused: every consumer must have passed their last records.
  const std::size_t reused = after - ring_->segment_count();
  return reused < index_.size() && index_[reused].first_seq - 1 <= reclaim_seq_locked();
}

void EventLog::start_segment_locked() {
  if (index_.size() >= ring_->segment_count()) index_.pop_front();
  add_segment_locked(index_.empty() ? 0 : index_.back().number + 1, false);
  trim_staging_locked();
}

void EventLog::add_segment_locked(std::uint64_t number, bool begins_anew) {
  const SegmentHeader header{number, head_seq_ + 1, durable_seq_, begins_anew};
  auto segment = std::make_shared<Segment>(header, settings_.segment_bytes);
  write_segment_header(*segment);
  index_.push_back({number, head_seq_ + 1});
  staging_.push_back(std::move(segment));
}

void EventLog::trim_staging_locked() {
  // The engine's cursor is the only live reader; what it has passed and the disk has can be read back from the file.
  const auto engine = cursors_.find("engine");
  const Seq read = engine == cursors_.end() ? durable_seq_ : engine->second;
  const Seq done = std::min(read, durable_seq_);
  bool trimmed = false;
  while (staging_.size() > 1 && staging_.front()->last_seq <= done) {
    staging_.pop_front();
    trimmed = true;
  }
  if (trimmed) room_.notify_all();
}

Result<bool> EventLog::commit_once() {
  Group group;
  std::optional<CursorRecord> cursors;
  Seq target = 0;
  {
    const std::lock_guard lock(mutex_);
    if (!failure_.empty()) return io_error(failure_);
    target = head_seq_;
    for (const auto& segment : staging_) {
      const std::uint32_t used = segment->used.load(std::memory_order_relaxed);
      if (used > segment->written && target != durable_seq_) group.emplace_back(segment, used);
    }
    cursors = take_changed_cursors_locked(group.empty() ? kCursorsIdleUs : kCursorsBusyUs);
  }
  if (group.empty() && !cursors) return false;
  const TimeUs start_us = clock_.steady_us();
  if (auto done = write_group(group, cursors); !done) return fail(done.error()), done.error();
  if (group.empty()) return false;
  commit_us_.record(static_cast<std::uint64_t>(clock_.steady_us() - start_us));
  {
    const std::lock_guard lock(mutex_);
    durable_seq_ = target;
    trim_staging_locked();
    room_.notify_all();
  }
  if (on_durable_) on_durable_(target);
  return true;
}

Result<void> EventLog::write_group(Group& group, const std::optional<CursorRecord>& cursors) {
  const bool alone = group.empty();  // the points are of groups
  if (!alone) {
    SHRIKE_FAULT_POINT("eventlog.commit.before_write");
  }
  for (auto& [segment, used] : group) {
    if (segment != group.front().first) {
      SHRIKE_FAULT_POINT("eventlog.commit.between_segments");
    }
    if (auto done = ring_->write(*segment, used, keys_); !done) return done;
  }
  if (cursors) {
    SHRIKE_FAULT_POINT("eventlog.commit.before_cursors");
    if (auto done = ring_->write_cursors(*cursors); !done) return done;
  }
  if (!alone) {
    SHRIKE_FAULT_POINT("eventlog.commit.before_sync");
  }
  if (settings_.durability == Durability::power) {
    if (auto done = ring_->sync(); !done) return done;
  }
  if (!alone) {
    SHRIKE_FAULT_POINT("eventlog.commit.after_sync");
  }
  return {};
}

std::optional<CursorRecord> EventLog::take_changed_cursors_locked(TimeUs every_us) {
  const TimeUs now_us = clock_.steady_us();
  if (cursors_ == recorded_cursors_ || now_us - cursors_recorded_at_us_ < every_us) return std::nullopt;
  cursors_recorded_at_us_ = now_us;
  recorded_cursors_ = cursors_;
  return CursorRecord{++cursor_generation_, durable_seq_, cursors_};
}

void EventLog::refuse(std::string_view why) {
  const std::lock_guard lock(mutex_);
  refusal_ = why;
  room_.notify_all();
}

void EventLog::fail(const Error& error) {
  const std::lock_guard lock(mutex_);
  failure_ = error.message;
  room_.notify_all();
}

void EventLog::wait_for_append(TimeUs wait_us) {
  std::unique_lock lock(mutex_);
  appended_.wait_for(lock, std::chrono::microseconds(wait_us),
                     [&] { return head_seq_ > durable_seq_ && failure_.empty(); });
}

bool EventLog::wait_for_seq(Seq seq, TimeUs wait_us) {
  std::unique_lock lock(mutex_);
  if (wait_us <= 0) return head_seq_ >= seq;  // a wait of no length would still give up the processor
  return appended_.wait_for(lock, std::chrono::microseconds(wait_us), [&] { return head_seq_ >= seq; });
}

std::shared_ptr<const Segment> EventLog::segment_of(Seq seq, Error& error) {
  SegmentHeader header{};
  {
    const std::lock_guard lock(mutex_);
    for (auto it = staging_.rbegin(); it != staging_.rend(); ++it) {
      if ((*it)->first_seq <= seq) return *it;
    }
    const auto after = std::ranges::upper_bound(index_, seq, {}, &SegmentIndex::first_seq);
    if (after == index_.begin()) {
      error = Error{ErrorKind::not_found, "the event is no longer in the log"};
      return nullptr;
    }
    header.number = std::prev(after)->number;
    header.first_seq = std::prev(after)->first_seq;
  }
  auto loaded = ring_->load(header);
  const auto opened = loaded ? open_segment(**loaded, keys_) : Result<void>(loaded.error());
  if (opened) return *loaded;
  error = opened.error();
  return nullptr;
}

Result<std::size_t> EventLog::Reader::next(std::vector<RecordView>& out, std::size_t max, TimeUs wait_us) {
  out.clear();
  if (!log_->wait_for_seq(next_seq_, wait_us)) return std::size_t{0};
  for (int attempt = 0; attempt < 2 && out.empty(); ++attempt) {
    if (segment_ == nullptr) {
      Error error;
      segment_ = log_->segment_of(next_seq_, error);
      if (segment_ == nullptr) return error;
      offset_ = kSegmentHeaderBytes;
    }
    const std::string_view content = segment_->content();
    while (out.size() < max && offset_ < content.size()) {
      const auto record = read_record(content.substr(offset_));
      SHRIKE_ASSERT(record.has_value());
      offset_ += record->bytes;
      if (record->view.seq < next_seq_) continue;  // the reader started inside this segment
      SHRIKE_ASSERT(record->view.seq == next_seq_);
      out.push_back(record->view);
      ++next_seq_;
    }
    if (out.empty()) segment_ = nullptr;  // read to its end: the next record is in the following segment
  }
  return out.size();
}

EventLog::Reader EventLog::reader(Seq from) {
  const std::lock_guard lock(mutex_);
  const Seq oldest = index_.empty() ? head_seq_ + 1 : index_.front().first_seq;
  return {*this, std::max(from, oldest)};
}

Seq EventLog::head_seq() const {
  const std::lock_guard lock(mutex_);
  return head_seq_;
}

Seq EventLog::durable_seq() const {
  const std::lock_guard lock(mutex_);
  return durable_seq_;
}

Seq EventLog::oldest_seq() const {
  const std::lock_guard lock(mutex_);
  return index_.empty() ? 0 : index_.front().first_seq;
}

bool EventLog::failed() const { return !failure().empty(); }

std::string EventLog::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void EventLog::set_cursor(const std::string& consumer, Seq seq) {
  SHRIKE_ASSERT(consumer.size() <= kCursorNameBytesMax);
  const std::lock_guard lock(mutex_);
  cursors_[consumer] = seq;
  SHRIKE_ASSERT(cursors_.size() <= kCursorsMax);
  if (consumer == "engine") trim_staging_locked();
  room_.notify_all();
}

Seq EventLog::cursor(const std::string& consumer) const {
  const std::lock_guard lock(mutex_);
  const auto found = cursors_.find(consumer);
  return found == cursors_.end() ? 0 : found->second;
}

std::uint64_t EventLog::lag(const std::string& consumer) const {
  const Seq at = cursor(consumer);
  const Seq head = head_seq();
  return head > at ? head - at : 0;
}

void EventLog::continue_after(Seq seq) {
  const std::lock_guard lock(mutex_);
  SHRIKE_ASSERT(head_seq_ < seq);
  head_seq_ = durable_seq_ = seq;
  if (index_.empty()) return;
  const std::uint64_t number = index_.back().number + 1;
  index_.clear();
  staging_.clear();
  add_segment_locked(number, true);
}

EventLog::Fill EventLog::fill() const {
  const std::lock_guard lock(mutex_);
  if (index_.empty() || head_seq_ <= reclaim_seq_locked()) return {0, settings_.capacity_bytes};
  // The segment that holds the first number that somebody needs, and all after it.
  const auto after = std::ranges::upper_bound(index_, reclaim_seq_locked() + 1, {}, &SegmentIndex::first_seq);
  const auto needed = index_.end() - after + (after == index_.begin() ? 0 : 1);
  return {static_cast<std::uint64_t>(needed) * settings_.segment_bytes, settings_.capacity_bytes};
}

}  // namespace shrike::eventlog
