#pragma once
// The table of signals: what a person would name in a scam message.
#include <span>
#include <string_view>

#include "normaliser.hpp"
#include "shrike/engine/text_model.hpp"

namespace shrike::engine {

struct Signal {
  SignalRow row;
  /// Normalised phrases between '|'; '*' at the end of a word stands for any ending. Empty: the signal is measured.
  std::string_view phrases;
};

std::span<const Signal> signal_rows();

/// As the public one, of a content that is normalised already.
std::vector<float> signals_of(std::string_view content, const NormalText& normal);

}  // namespace shrike::engine
