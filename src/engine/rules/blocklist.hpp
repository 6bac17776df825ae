#pragma once
// The block and the allow list as the engine holds them.
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>

#include "shrike/base/byte_codec.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::engine {

/// What the lists say of an event.
struct ListMatch {
  const domain::BlocklistEntry* blocked = nullptr;  ///< the entry that declines it; valid until the next change
  bool allowed = false;                             ///< one of its entities is on the allow list
};

/// Entities that are declined, and entities that are never blocked automatically. Engine thread only. Expiry is by
/// event time, so that replay sees the same list.
class Blocklist {
 public:
  void add(const std::string& tenant, const domain::BlocklistEntry& entry);
  void remove(const std::string& tenant, domain::EntityKind kind, const std::string& value);
  /// At the event's time. The first entry of the blocklist that one of its entities is on counts; where another entity
  /// is on the allow list, only one that a person or a rule made.
  [[nodiscard]] ListMatch match(const domain::Event& event) const;
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
