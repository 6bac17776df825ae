#pragma once
// Recognises an event that was sent before.
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <string>

#include "shrike/domain/event.hpp"

namespace shrike::engine {

/// Remembers the newest `limit` event ids. Engine thread only. An id that was forgotten counts as new.
class SeenIds {
 public:
  struct First {
    domain::Seq seq;
    std::uint64_t content;  ///< domain::content_hash
  };

  explicit SeenIds(std::size_t limit) : limit_(limit) {}

  /// The first event of that id, or nullptr after remembering this one.
  const First* find_or_add(const std::string& tenant, const std::string& id, First first);

 private:
  const std::size_t limit_;
  boost::unordered_flat_map<std::uint64_t, First> ids_;
  std::deque<std::uint64_t> order_;
};

}  // namespace shrike::engine
