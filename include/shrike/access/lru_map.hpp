#pragma once
// A map of bounded size that forgets what was not used for longest. One thread at a time.
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace shrike::access {

template <class Value>
class LruMap {
 public:
  explicit LruMap(std::size_t capacity) : capacity_(capacity) {}

  /// nullptr when it is not there; does not count as use.
  Value* peek(const std::string& key) {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &found->second->second;
  }
  /// Makes it where it is not there. The reference holds until the next call.
  Value& use(const std::string& key) {
    if (const auto found = index_.find(key); found != index_.end()) {
      items_.splice(items_.begin(), items_, found->second);
      return items_.front().second;
    }
    if (items_.size() >= capacity_) {
      index_.erase(items_.back().first);
      items_.pop_back();
    }
    items_.emplace_front(key, Value{});
    index_.emplace(key, items_.begin());
    return items_.front().second;
  }
  void erase(const std::string& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    items_.erase(found->second);
    index_.erase(found);
  }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

 private:
  using Items = std::list<std::pair<std::string, Value>>;
  std::size_t capacity_;
  Items items_;  // newest use first
  std::unordered_map<std::string, typename Items::iterator> index_;
};

}  // namespace shrike::access
