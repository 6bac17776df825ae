#pragma once
// Recognises an event that was sent before.
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <string>

#include "shrike/base/byte_codec.hpp"
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

  /// Ids are numbered in the order in which they came, the forgotten ones too.
  [[nodiscard]] std::uint64_t begin() const { return forgotten_; }
  [[nodiscard]] std::uint64_t end() const { return forgotten_ + order_.size(); }
  /// Saves those from number `from` on, before number `to`, at most kSliceMax; returns where to go on. None of them may
  /// be forgotten yet.
  static constexpr std::uint64_t kSliceMax = 16'384;
  std::uint64_t save(std::uint64_t from, std::uint64_t to, ByteWriter& out) const;
  /// Adds a slice; slices in their order. False on bytes that are not as written.
  bool load(ByteReader& in);

 private:
  void add(std::uint64_t key, First first);

  const std::size_t limit_;
  boost::unordered_flat_map<std::uint64_t, First> ids_;
  std::deque<std::uint64_t> order_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace shrike::engine
