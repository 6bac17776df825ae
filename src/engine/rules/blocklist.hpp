#pragma once
// The blocklist as the engine holds it.
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>

#include "shrike/base/byte_codec.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::engine {

/// Entities that are declined. Engine thread only. Expiry is by event time, so that replay sees the same list.
class Blocklist {
 public:
  void add(const std::string& tenant, const domain::BlocklistEntry& entry);
  void remove(const std::string& tenant, domain::EntityKind kind, const std::string& value);
  /// The first entry that the event's entities are on, at its event time; nullptr when there is none. Valid until the
  /// next change.
  [[nodiscard]] const domain::BlocklistEntry* match(const domain::Event& event) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// Byte form: docs/formats/checkpoint.md. Loading replaces the list; false on bytes that are not as written.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  [[nodiscard]] const domain::BlocklistEntry* find(const domain::Event& event, domain::EntityKind kind,
                                                   const std::string& value) const;
  boost::unordered_flat_map<std::string, domain::BlocklistEntry> entries_;
};

}  // namespace shrike::engine
