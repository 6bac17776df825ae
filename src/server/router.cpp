#include "shrike/server/router.hpp"

#include "shrike/base/result.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::server {
namespace {

std::string allow_list(const std::map<Method, std::size_t>& indexes) {
  std::string out;
  for (const auto& [method, index] : indexes) {
    if (method == Method::options) continue;
    if (!out.empty()) out += ", ";
    out += to_string(method);
    if (method == Method::get && !indexes.contains(Method::head)) out += ", HEAD";
  }
  return out.empty() ? "OPTIONS" : out + ", OPTIONS";
}

/// "{name}" of two patterns count as the same.
std::string shape_of(std::string_view pattern) {
  std::string out;
  bool inside = false;
  for (const char c : pattern) {
    if (c == '}') inside = false;
    if (!inside || c == '*') out += c;
    if (c == '{') inside = true;
  }
  return out;
}

}  // namespace

Router::Router(std::span<const Route> routes) {
  for (const Route& route : routes) {
    SHRIKE_ASSERT(route.pattern.starts_with('/'));
    const bool added = pattern_of(route.pattern).indexes.emplace(route.method, route.index).second;
    SHRIKE_ASSERT(added);
  }
}

Router::Pattern& Router::pattern_of(std::string_view text) {
  if (text.find('{') == std::string_view::npos) {
    const auto [at, added] = literal_.try_emplace(std::string(text));
    at->second.text = text;
    return at->second;
  }
  for (Pattern& pattern : named_) {
    if (shape_of(pattern.text) == shape_of(text)) return pattern;
  }
  Pattern pattern{std::string(text), {}, {}};
  std::string_view rest = text.substr(1);
  while (true) {
    const std::size_t slash = rest.find('/');
    std::string_view part = rest.substr(0, slash);
    auto kind = Segment::Kind::literal;
    if (part.starts_with('{') && part.ends_with('}')) {
      part = part.substr(1, part.size() - 2);
      kind = part.ends_with('*') ? Segment::Kind::rest : Segment::Kind::named;
      if (kind == Segment::Kind::rest) part.remove_suffix(1);
    }
    pattern.segments.push_back({std::string(part), kind});
    if (slash == std::string_view::npos) break;
    rest = rest.substr(slash + 1);
  }
  return named_.emplace_back(std::move(pattern));
}

bool Router::fits(const Pattern& pattern, std::string_view path, PathParameters& parameters) {
  std::string_view rest = path.substr(1);
  bool ended = false;
  for (const Segment& segment : pattern.segments) {
    if (ended) return false;
    if (segment.kind == Segment::Kind::rest) {
      parameters.add(segment.text, std::string(rest));
      return !rest.empty();
    }
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (segment.kind == Segment::Kind::literal && part != segment.text) return false;
    if (segment.kind == Segment::Kind::named) {
      if (part.empty()) return false;
      parameters.add(segment.text, std::string(part));
    }
    ended = slash == std::string_view::npos;
    rest = ended ? std::string_view() : rest.substr(slash + 1);
  }
  return ended;
}

Match Router::choose(const Pattern& pattern, Method method) {
  Match match;
  match.pattern = pattern.text;
  auto found = pattern.indexes.find(method);
  if (found == pattern.indexes.end() && method == Method::head) found = pattern.indexes.find(Method::get);
  if (found != pattern.indexes.end()) {
    match.outcome = Match::Outcome::found;
    match.index = found->second;
    return match;
  }
  match.outcome = method == Method::options ? Match::Outcome::options : Match::Outcome::method_not_allowed;
  match.allow = allow_list(pattern.indexes);
  return match;
}

Match Router::match(Method method, std::string_view path) const {
  if (!path.starts_with('/')) return {};
  if (const auto found = literal_.find(path); found != literal_.end()) return choose(found->second, method);
  const Pattern* best = nullptr;
  PathParameters best_parameters;
  for (const Pattern& pattern : named_) {
    PathParameters parameters;
    // Fewer names = more literal segments; "{rest*}" patterns are the last resort.
    const bool takes_rest = pattern.segments.back().kind == Segment::Kind::rest;
    if (!fits(pattern, path, parameters)) continue;
    const bool better = best == nullptr || best->segments.back().kind == Segment::Kind::rest ||
                        (!takes_rest && parameters.size() < best_parameters.size());
    if (!better) continue;
    best = &pattern;
    best_parameters = std::move(parameters);
  }
  if (best == nullptr) return {};
  Match match = choose(*best, method);
  match.parameters = std::move(best_parameters);
  return match;
}

Response refusal(const Match& match) {
  if (match.outcome == Match::Outcome::not_found) return problem(404, "nothing is at this path");
  Response response;
  if (match.outcome == Match::Outcome::options) {
    response.status = 204;
  } else {
    response = problem(405, "this path does not know the method");
  }
  response.headers.emplace_back("Allow", match.allow);
  return response;
}

}  // namespace shrike::server
