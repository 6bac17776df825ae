#include "newton.hpp"

#include <cmath>
#include <numeric>

namespace shrike::training {

namespace {

constexpr int kStepsMax = 50, kInnerMax = 60;
constexpr double kEnough = 1e-5;  ///< of the first gradient's length

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

double dot(const SparseRow& row, const Vector& weights) {
  double sum = 0;
  for (const auto& [index, value] : row) sum += static_cast<double>(value) * weights[index];
  return sum;
}

void add(const SparseRow& row, double factor, Vector& out) {
  for (const auto& [index, value] : row) out[index] += factor * static_cast<double>(value);
}

/// ln(1 + exp(-x)) without overflow.
double loss(double x) { return x > 0 ? std::log1p(std::exp(-x)) : std::log1p(std::exp(x)) - x; }

class Problem {
 public:
  Problem(std::span<const WeighedRow> rows, std::span<const float> precision) : rows_(rows), precision_(precision) {}

  double value(const Vector& w) const {
    double sum = 0;
    for (std::size_t i = 0; i < w.size(); ++i) sum += 0.5 * static_cast<double>(precision_[i]) * w[i] * w[i];
    for (const WeighedRow& r : rows_) sum += r.weight * loss(r.sign * (r.start + dot(r.row, w)));
    return sum;
  }

  /// Also notes the curvature there.
  Vector gradient(const Vector& w) {
    Vector out(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) out[i] = static_cast<double>(precision_[i]) * w[i];
    curve_.clear();
    for (const WeighedRow& r : rows_) {
      const double p = 1.0 / (1.0 + std::exp(-r.sign * (r.start + dot(r.row, w))));
      add(r.row, -r.weight * r.sign * (1 - p), out);
      curve_.push_back(r.weight * p * (1 - p));
    }
    return out;
  }

  Vector hessian_times(const Vector& v) const {
    Vector out(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) out[i] = static_cast<double>(precision_[i]) * v[i];
    for (std::size_t i = 0; i < rows_.size(); ++i) add(rows_[i].row, curve_[i] * dot(rows_[i].row, v), out);
    return out;
  }

  /// Solves Hessian * step = -gradient roughly.
  Vector step(const Vector& gradient) const {
    Vector diagonal(precision_.begin(), precision_.end());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      for (const auto& [index, value] : rows_[i].row)
        diagonal[index] += curve_[i] * static_cast<double>(value) * static_cast<double>(value);
    }
    const auto scaled = [&](const Vector& r) {
      Vector out(r.size());
      for (std::size_t i = 0; i < r.size(); ++i) out[i] = r[i] / diagonal[i];
      return out;
    };
    Vector x(gradient.size(), 0.0), r(gradient.size());
    for (std::size_t i = 0; i < r.size(); ++i) r[i] = -gradient[i];
    Vector z = scaled(r), direction = z;
    double rz = dot(r, z);
    const double enough = 0.01 * rz;
    for (int k = 0; k < kInnerMax && rz > enough; ++k) {
      const Vector hd = hessian_times(direction);
      const double alpha = rz / dot(direction, hd);
      for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] += alpha * direction[i];
        r[i] -= alpha * hd[i];
      }
      z = scaled(r);
      const double next = dot(r, z), beta = next / rz;
      for (std::size_t i = 0; i < x.size(); ++i) direction[i] = z[i] + beta * direction[i];
      rz = next;
    }
    return x;
  }

 private:
  std::span<const WeighedRow> rows_;
  std::span<const float> precision_;
  Vector curve_;
};

}  // namespace

std::vector<double> newton_change(std::span<const WeighedRow> rows, std::span<const float> precision) {
  Problem problem(rows, precision);
  Vector w(precision.size(), 0.0);
  double value = problem.value(w), first = 0;
  for (int k = 0; k < kStepsMax; ++k) {
    const Vector gradient = problem.gradient(w);
    const double length = std::sqrt(dot(gradient, gradient));
    if (k == 0) first = length;
    if (length <= kEnough * first) break;
    const Vector step = problem.step(gradient);
    const double slope = dot(gradient, step);
    double size = 1;
    Vector next(w.size());
    for (; size > 1e-8; size /= 2) {
      for (std::size_t i = 0; i < w.size(); ++i) next[i] = w[i] + size * step[i];
      const double there = problem.value(next);
      if (there <= value + 1e-4 * size * slope) {
        value = there;
        break;
      }
    }
    if (size <= 1e-8) break;
    w = std::move(next);
  }
  return w;
}

}  // namespace shrike::training
