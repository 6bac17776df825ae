#include "shrike/engine/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace shrike::engine {

Result<Calibration> Calibration::of(std::vector<Knot> knots) {
  if (knots.size() > kKnotsMax) return invalid("calibration: more than 64 knots");
  for (std::size_t i = 0; i < knots.size(); ++i) {
    if (!std::isfinite(knots[i].raw) || !std::isfinite(knots[i].calibrated))
      return invalid("calibration: a knot is not a number");
    if (i > 0 && (knots[i].raw <= knots[i - 1].raw || knots[i].calibrated < knots[i - 1].calibrated))
      return invalid("calibration: the knots do not rise");
  }
  Calibration out;
  out.knots_ = std::move(knots);
  return out;
}

double Calibration::operator()(double log_odds) const {
  if (knots_.empty()) return log_odds;
  if (log_odds <= knots_.front().raw) return knots_.front().calibrated + (log_odds - knots_.front().raw);
  if (log_odds >= knots_.back().raw) return knots_.back().calibrated + (log_odds - knots_.back().raw);
  const auto after = std::ranges::upper_bound(knots_, log_odds, {}, &Knot::raw);
  const Knot& b = *after;
  const Knot& a = *(after - 1);
  return std::lerp(a.calibrated, b.calibrated, (log_odds - a.raw) / (b.raw - a.raw));
}

std::string Calibration::to_json() const {
  auto array = nlohmann::json::array();
  for (const Knot& knot : knots_) array.push_back({knot.raw, knot.calibrated});
  return array.dump();
}

Result<Calibration> Calibration::from_json(std::string_view json) {
  const auto array = nlohmann::json::parse(json, nullptr, false);
  if (!array.is_array()) return Error{ErrorKind::corrupt, "calibration: expected an array of knots"};
  std::vector<Knot> knots;
  for (const auto& item : array) {
    if (!item.is_array() || item.size() != 2 || !item[0].is_number() || !item[1].is_number())
      return Error{ErrorKind::corrupt, "calibration: a knot is not a pair of numbers"};
    knots.push_back({item[0].get<double>(), item[1].get<double>()});
  }
  return of(std::move(knots));
}

}  // namespace shrike::engine
