#pragma once
// From a model's log-odds to log-odds that can be believed.
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"

namespace shrike::engine {

/// A map that never falls, from raw to calibrated log-odds: straight lines between knots, slope 1 beyond the outer two.
/// It leaves the order of scores alone, so explanations of the raw log-odds stay true. Plain value; empty = identity.
class Calibration {
 public:
  static constexpr std::size_t kKnotsMax = 64;

  struct Knot {
    double raw = 0;
    double calibrated = 0;
    bool operator==(const Knot&) const = default;
  };

  Calibration() = default;
  /// `raw` strictly rising, `calibrated` not falling, both finite. Error: invalid.
  static Result<Calibration> of(std::vector<Knot> knots);

  [[nodiscard]] double operator()(double log_odds) const;
  [[nodiscard]] const std::vector<Knot>& knots() const { return knots_; }

  /// `[[raw, calibrated], …]`; reads back to the same value, bit for bit.
  [[nodiscard]] std::string to_json() const;
  /// Errors: corrupt when it is no such array, invalid as `of`.
  static Result<Calibration> from_json(std::string_view json);

  bool operator==(const Calibration&) const = default;

 private:
  std::vector<Knot> knots_;
};

}  // namespace shrike::engine
