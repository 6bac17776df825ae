#pragma once
// Cross-validation of the message model's whole training, through the path that decides.
#include "examples.hpp"

namespace shrike::app {

/// A fold for each message: near-duplicates (equal when normalised) share one; groups with scams and groups without are
/// dealt out apart, in an order that the seed gives, so that every fold gets its share of both.
std::vector<std::size_t> message_folds(const std::vector<training::MessageExample>& messages, std::size_t folds,
                                       std::uint64_t seed);

/// Trains anew without each fold and decides on its messages. Fills `examples.verdicts`. Errors: invalid where a class
/// has too few messages.
Result<void> judge_in_folds(Examples& examples, std::size_t folds, std::uint64_t seed, const Config& config);

}  // namespace shrike::app
