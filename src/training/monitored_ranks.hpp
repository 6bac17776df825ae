#pragma once
// Decisions of known truth by falling score: the order that every figure of them needs.
#include <span>
#include <vector>

#include "shrike/training/evaluation.hpp"
#include "shrike/training/monitoring.hpp"

namespace shrike::training {

struct RankedDecision {
  double score = 0;
  std::int32_t day = 0;
  bool flagged = false;
  bool fraud = false;
};

/// Those of the days from `first` to `last` whose truth is known.
std::vector<RankedDecision> ranked(std::span<const MonitoredDecision> decisions, std::int32_t first, std::int32_t last,
                                   std::int32_t last_mature);

void set_ratios(Figures& out, const Evaluation& found);
/// Over the ranked of the days from `first` to `last`; `scratch` spares an allocation for each day.
void set_ratios(Figures& out, std::span<const RankedDecision> ranks, std::int32_t first, std::int32_t last,
                std::vector<Scored>& scratch);

}  // namespace shrike::training
