#include "shrike/training/tree_settings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace shrike::training {

namespace {

struct Parameter {
  std::string_view name;
  double min, max;
  void (*set)(TreeSettings&, double);
};

constexpr std::array kParameters{
    Parameter{"rounds", 0, 10'000, [](TreeSettings& s, double v) { s.rounds = static_cast<int>(v); }},
    Parameter{"rounds_max", 1, 10'000, [](TreeSettings& s, double v) { s.rounds_max = static_cast<int>(v); }},
    Parameter{"patience", 1, 10'000, [](TreeSettings& s, double v) { s.patience = static_cast<int>(v); }},
    Parameter{"depth", 1, 16, [](TreeSettings& s, double v) { s.depth = static_cast<int>(v); }},
    Parameter{"learning_rate", 0.001, 1, [](TreeSettings& s, double v) { s.learning_rate = v; }},
    Parameter{"min_child_weight", 0, 1e6, [](TreeSettings& s, double v) { s.min_child_weight = v; }},
    Parameter{"l2", 0, 1e6, [](TreeSettings& s, double v) { s.l2 = v; }},
    Parameter{"row_share", 0.01, 1, [](TreeSettings& s, double v) { s.row_share = v; }},
    Parameter{"column_share", 0.01, 1, [](TreeSettings& s, double v) { s.column_share = v; }},
    Parameter{"monotone", 0, 1, [](TreeSettings& s, double v) { s.monotone = v != 0; }},
    Parameter{"exact", 0, 1, [](TreeSettings& s, double v) { s.exact = v != 0; }},
    Parameter{"fraud_weight", 0, 1e6, [](TreeSettings& s, double v) { s.fraud_weight = v; }},
    Parameter{"anomaly", 0, 1, [](TreeSettings& s, double v) { s.anomaly = v != 0; }},
    Parameter{"validation_part", 0.01, 0.9, [](TreeSettings& s, double v) { s.validation_part = v; }},
    Parameter{"seed", 0, 1e9, [](TreeSettings& s, double v) { s.seed = static_cast<std::uint64_t>(v); }},
};

Result<void> set_parameter(TreeSettings& settings, std::string_view part) {
  const std::size_t equals = std::min(part.find('='), part.size());
  const auto* row = std::ranges::find(kParameters, part.substr(0, equals), &Parameter::name);
  if (row == kParameters.end() || equals == part.size()) {
    std::string known;
    for (const Parameter& each : kParameters) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
    return invalid(fmt::format("\"{}\": expected default, best, or name=value with one of {}", part, known));
  }
  const std::string_view text = part.substr(equals + 1);
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool number = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && !std::isnan(value);
  if (!number || value < row->min || value > row->max)
    return invalid(fmt::format("\"{}\": expected a number from {} to {}", part, row->min, row->max));
  row->set(settings, value);
  return {};
}

}  // namespace

TreeSettings TreeSettings::xgboost_default() {
  TreeSettings out;
  out.rounds = 100;
  out.depth = 6;
  out.learning_rate = 0.3;
  out.min_child_weight = 1;
  out.row_share = 1;
  out.column_share = 1;
  out.monotone = false;
  out.exact = true;
  return out;
}

Result<TreeSettings> parse_tree_settings(std::string_view text) {
  if (text == "default") return TreeSettings::xgboost_default();
  TreeSettings settings;
  if (text == "best") return settings;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (auto done = set_parameter(settings, part); !done) return done.error();
  }
  return settings;
}

int risk_direction(std::string_view feature) {
  constexpr std::array<std::string_view, 5> kRising{"terminal_known_frauds", "terminal_fraud_share",
                                                    "card_amount_over_max", "card_amount_ratio", "card_amount_zscore"};
  return std::ranges::any_of(kRising, [&](std::string_view name) { return feature.starts_with(name); }) ? 1 : 0;
}

}  // namespace shrike::training
