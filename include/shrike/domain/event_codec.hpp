#pragma once
// The byte form of an event: the payload of an eventlog record and the `event` column of the archive.
// Layout with a worked example: docs/formats/event.md. Little-endian, versioned, no padding.
#include <string>
#include <string_view>

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::domain {

inline constexpr std::uint8_t kEventCodecVersion = 1;

/// Appends the event's bytes (everything but its seq, which the record header holds).
void append_event(std::string& out, const Event& event);
std::string encode_event(const Event& event);

/// Reads what append_event wrote; the seq is left 0. Error: corrupt on any byte that is not as written.
Result<Event> decode_event(std::string_view bytes);

/// A blocklist entry inside other byte forms. Reading is false on bytes that are not as written.
void append_entry(ByteWriter& out, const BlocklistEntry& entry);
bool read_entry(ByteReader& in, BlocklistEntry& entry);

/// A threshold, or none, inside other byte forms. Reading is false on bytes that are not as written.
void append_review_from(ByteWriter& out, const std::optional<double>& review_from);
bool read_review_from(ByteReader& in, std::optional<double>& review_from);

/// A tenant's own settings inside other byte forms. Reading is false on bytes that are not as written.
void append_settings(ByteWriter& out, const SettingValues& values);
bool read_settings(ByteReader& in, SettingValues& values);

/// Hash of what the sender said (not of times stamped by ingest): equal for a repeated request. Fixed for all time.
std::uint64_t content_hash(const Event& event);

}  // namespace shrike::domain
