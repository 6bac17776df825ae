#pragma once
// Message examples as rows of numbers.
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shrike/engine/text_model.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {

/// What stays of an example when its text has been read once.
struct TextRow {
  std::vector<engine::TextSlot> slots;
  std::vector<float> signals;
  std::uint64_t group = 0;
  std::string key;  ///< equal for near-duplicates
  bool scam = false;
  domain::Channel channel = domain::Channel::sms;
  bool written = false;  ///< by us, from a template
};

std::vector<TextRow> rows_of(std::span<const MessageExample> examples);

/// Lower case, digits to 0, runs of other bytes of ASCII to one space.
std::string near_duplicate_key(std::string_view content);

/// Fold of each row: groups stay whole, and each fold gets its share of each class.
std::vector<int> folds_of(std::span<const TextRow> rows, int folds);

/// Index and value, ascending: slots, then signals, then the bias.
using SparseRow = std::vector<std::pair<std::uint32_t, float>>;
SparseRow sparse_of(const TextRow& row, const std::vector<float>& idf);
std::uint32_t bias_index();

/// Weight of an example of each class when both count the same in sum.
struct ClassWeights {
  double scam = 1, genuine = 1;
};
ClassWeights balanced(std::span<const TextRow* const> rows);

}  // namespace shrike::training
