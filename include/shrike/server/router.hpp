#pragma once
// Which entry of a route table answers a method and a path. Immutable after construction, so safe from any thread.
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/server/message.hpp"

namespace shrike::server {

/// `pattern` is a path whose segments may be "{name}" (one whole segment, never empty); the last may be "{name*}",
/// which takes the rest of the path. A literal segment wins over a named one.
struct Route {
  Method method;
  std::string_view pattern;
  std::size_t index;  ///< the caller's own number
};

struct Match {
  enum class Outcome : std::uint8_t { found, not_found, method_not_allowed, options };
  Outcome outcome = Outcome::not_found;
  std::size_t index = 0;
  std::string_view pattern;  ///< lives as long as the router; a label for metrics
  PathParameters parameters;
  std::string allow;  ///< value of the Allow header, set for method_not_allowed and options
};

class Router {
 public:
  /// Two routes of one method and the same shape, or a pattern without a leading "/", break an invariant.
  explicit Router(std::span<const Route> routes);

  /// HEAD is answered by GET's route. OPTIONS without a route of its own gives Outcome::options where the path exists.
  [[nodiscard]] Match match(Method method, std::string_view path) const;

 private:
  struct Segment {
    std::string text;
    enum class Kind : std::uint8_t { literal, named, rest } kind;
  };
  struct Pattern {
    std::string text;
    std::vector<Segment> segments;
    std::map<Method, std::size_t> indexes;
  };
  Pattern& pattern_of(std::string_view text);
  static bool fits(const Pattern& pattern, std::string_view path, PathParameters& parameters);
  static Match choose(const Pattern& pattern, Method method);

  std::map<std::string, Pattern, std::less<>> literal_;
  std::vector<Pattern> named_;
};

/// The answer to a match that found no route: 404, 405 with Allow, or 204 with Allow.
Response refusal(const Match& match);

}  // namespace shrike::server
