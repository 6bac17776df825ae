#pragma once
// The durable ring of events: the in-process "Kafka". Byte format: docs/formats/eventlog.md.
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/folder.hpp"
#include "shrike/base/histogram.hpp"
#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/eventlog/subject_keys.hpp"

namespace shrike::eventlog {

using domain::Seq;

/// When an append counts as done.
enum class Durability {
  power,    ///< after fdatasync: survives a power cut
  process,  ///< after pwrite: survives the process, not the machine
};

struct EventLogSettings {
  std::uint64_t capacity_bytes = 256ULL << 20U;  ///< ring size; rounded down to whole segments
  std::uint32_t segment_bytes = 1U << 20U;
  std::uint32_t staging_segments_max = 16;  ///< segments in memory that are not yet durable and read
  Durability durability = Durability::power;
};

/// Set in a record by its producer.
inline constexpr std::uint16_t kCallerWaits = 1;    ///< somebody waits for this decision: its batch closes at once
inline constexpr std::uint16_t kReasonsWanted = 2;  ///< the reply holds the reasons, whatever the outcome

/// One event to append: its bytes (domain::append_event) and flags.
struct NewRecord {
  domain::EventKind kind = domain::EventKind::transaction;
  std::uint16_t flags = 0;
  std::string_view payload;
  std::span<const SubjectId> subjects = {};  ///< whom it is about, at most kSubjectsMax: it is sealed under their keys
};

/// One record as a reader sees it. `payload` is valid until the reader's next call.
struct RecordView {
  Seq seq = 0;
  domain::EventKind kind = domain::EventKind::transaction;
  std::uint16_t flags = 0;
  TimeUs appended_at_us = 0;  ///< steady clock of this process for live records
  std::string_view payload;
  bool destroyed = false;  ///< the key of somebody whom it was about is no more: the payload is empty
};

/// What opening an existing file found.
struct Recovery {
  Seq first_seq = 0;  ///< oldest record kept, 0 = none
  Seq last_seq = 0;
  std::uint64_t truncated_bytes = 0;     ///< torn tail that was cut off
  std::uint64_t cut_records = 0;         ///< whole ones in that tail: a group kept in part, or damage before them
  std::uint64_t discarded_segments = 0;  ///< of a last group that the disk kept only in part
  std::uint64_t damaged_segments = 0;    ///< segments given up because of bytes that do not match their checksum
  std::uint64_t lost_events = 0;         ///< had been durable, and cannot be read any more, at the log's end
  std::map<std::string, Seq> cursors;    ///< as recorded: each consumer had come at least as far
};

struct Segment;
struct CursorRecord;
class RingFile;

/// Thread-safe: any thread may append; one thread runs the committer; each reader belongs to one thread.
class EventLog {
 public:
  /// Opens the ring in `file` or makes it. Records of people are sealed under `keys`, which outlive the log; without
  /// keys they lie open, and a log that holds sealed ones cannot be read. Errors: io; corrupt when the file is
  /// something else, or sealed under other keys; invalid settings.
  static Result<std::unique_ptr<EventLog>> open(std::unique_ptr<File> file, EventLogSettings settings,
                                                const Clock& clock, SubjectKeys* keys = nullptr);
  ~EventLog();

  /// Appends all records (or none) with consecutive numbers and returns the first; waits up to `wait_us` for room.
  /// Returns before the records are durable: see durable_seq. Errors: unavailable (full, or refused), io (log is
  /// read-only after a failed write), invalid (too large).
  Result<Seq> append(std::span<const NewRecord> records, TimeUs wait_us = 0);

  /// Writes and syncs what was appended so far, as one group. Returns false when there was nothing to do.
  /// Committer thread only. After an error the log is read-only for good.
  Result<bool> commit_once();
  /// Makes the log read-only for good, as a failed write does. Any thread.
  void give_up(const std::string& why) { fail(io_error(why)); }
  /// From now on append answers unavailable with this reason, until it is called with an empty one. Any thread.
  void refuse(std::string_view why);
  /// Waits up to `wait_us` for something to commit.
  void wait_for_append(TimeUs wait_us);
  /// Called by the committer after each group, with the new durable number. Set before the committer starts.
  void on_durable(std::function<void(Seq)> callback) { on_durable_ = std::move(callback); }

  [[nodiscard]] Seq head_seq() const;     ///< newest appended, 0 = none
  [[nodiscard]] Seq durable_seq() const;  ///< newest that would survive
  [[nodiscard]] Seq oldest_seq() const;   ///< oldest still in the ring, 0 = none
  [[nodiscard]] bool failed() const;
  [[nodiscard]] std::string failure() const;
  [[nodiscard]] Durability durability() const { return settings_.durability; }
  [[nodiscard]] const Recovery& recovery() const { return recovery_; }
  [[nodiscard]] SubjectKeys* keys() const { return keys_; }  ///< may be null

  /// A consumer's position: everything up to `seq` is handled. The ring never overwrites what a cursor has not passed.
  /// Positions are recorded in the file with the groups, at most every 100 ms, and found again in recovery(). At most
  /// 16 consumers with names of up to 16 bytes.
  void set_cursor(const std::string& consumer, Seq seq);
  [[nodiscard]] Seq cursor(const std::string& consumer) const;
  [[nodiscard]] std::uint64_t lag(const std::string& consumer) const;
  /// Lets the numbering go on after `seq` where a store already knows later numbers than the log. What the log holds is
  /// then older than what is stored, and is let go. Only before any append.
  void continue_after(Seq seq);

  struct Fill {
    std::uint64_t used_bytes;
    std::uint64_t capacity_bytes;
  };
  /// Bytes that some cursor still needs, and the ring's size.
  [[nodiscard]] Fill fill() const;
  [[nodiscard]] const Histogram& append_us() const { return append_us_; }
  [[nodiscard]] const Histogram& commit_us() const { return commit_us_; }

  /// Reads records in order. One thread; may wait for new ones.
  class Reader {
   public:
    /// Appends up to `max` records after the position to `out` (cleared first); waits up to `wait_us` when there is
    /// none. A batch may be shorter than what is there (it ends at a segment's end). Error: corrupt or io when reading
    /// old segments.
    Result<std::size_t> next(std::vector<RecordView>& out, std::size_t max, TimeUs wait_us);
    /// Number of the next record.
    [[nodiscard]] Seq position() const { return next_seq_; }

   private:
    friend class EventLog;
    Reader(EventLog& log, Seq from) : log_(&log), next_seq_(from) {}
    EventLog* log_;
    Seq next_seq_;
    std::shared_ptr<const Segment> segment_;
    std::size_t offset_ = 0;
  };
  /// Reader that starts at `from` (or at the oldest record, if that is later).
  Reader reader(Seq from);

 private:
  EventLog(std::unique_ptr<RingFile> ring, EventLogSettings settings, const Clock& clock, SubjectKeys* keys);
  using Group = std::vector<std::pair<std::shared_ptr<Segment>, std::uint32_t>>;
  [[nodiscard]] std::size_t segments_needed_locked(std::span<const NewRecord> records) const;
  bool wait_for_room_locked(std::unique_lock<std::mutex>& lock, std::span<const NewRecord> records, TimeUs deadline_us);
  [[nodiscard]] bool may_start_segments_locked(std::size_t segments) const;
  void start_segment_locked();
  void add_segment_locked(std::uint64_t number, bool begins_anew);
  void trim_staging_locked();
  [[nodiscard]] Seq reclaim_seq_locked() const;
  std::shared_ptr<const Segment> segment_of(Seq seq, Error& error);
  bool wait_for_seq(Seq seq, TimeUs wait_us);
  void fail(const Error& error);
  Result<void> write_group(Group& group, const std::optional<CursorRecord>& cursors);
  std::optional<CursorRecord> take_changed_cursors_locked(TimeUs every_us);

  struct SegmentIndex {
    std::uint64_t number;
    Seq first_seq;
  };

  const EventLogSettings settings_;
  const Clock& clock_;
  SubjectKeys* const keys_;
  std::unique_ptr<RingFile> ring_;
  Recovery recovery_;
  std::function<void(Seq)> on_durable_;
  Histogram append_us_;
  Histogram commit_us_;

  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable appended_;
  std::condition_variable room_;
  std::deque<SegmentIndex> index_;                // every segment in the ring, oldest first
  std::deque<std::shared_ptr<Segment>> staging_;  // newest segments, in memory; the last takes appends
  std::map<std::string, Seq> cursors_;
  std::map<std::string, Seq> recorded_cursors_;  // as they were handed to the file last
  std::uint64_t cursor_generation_ = 0;
  TimeUs cursors_recorded_at_us_ = 0;
  Seq head_seq_ = 0;
  Seq durable_seq_ = 0;
  std::string failure_;
  std::string refusal_;
};

}  // namespace shrike::eventlog
