#include "text_rows.hpp"

#include <algorithm>
#include <map>

#include "shrike/base/hash.hpp"

namespace shrike::training {

std::string near_duplicate_key(std::string_view content) {
  std::string out;
  for (const char c : content) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 'A' && byte <= 'Z') {
      out += static_cast<char>(byte + 32);
    } else if (byte >= '0' && byte <= '9') {
      out += '0';
    } else if ((byte >= 'a' && byte <= 'z') || byte >= 0x80) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<TextRow> rows_of(std::span<const MessageExample> examples) {
  std::vector<TextRow> out;
  out.reserve(examples.size());
  for (const MessageExample& example : examples) {
    std::string key = near_duplicate_key(example.content);
    const std::uint64_t group = example.group != 0 ? example.group : hash64(key);
    out.push_back({engine::text_slots(example.content), engine::signals_of(example.content), group, std::move(key),
                   example.scam, example.channel, example.group != 0});
  }
  return out;
}

std::vector<int> folds_of(std::span<const TextRow> rows, int folds) {
  struct Group {
    bool scam = false;
    std::size_t size = 0;
  };
  std::map<std::uint64_t, Group> groups;  // hashes: the order is as good as drawn
  for (const TextRow& row : rows) {
    Group& group = groups[row.group];
    group.scam |= row.scam;
    ++group.size;
  }
  std::map<std::uint64_t, int> fold_of;
  std::vector<std::size_t> filled[2] = {std::vector<std::size_t>(static_cast<std::size_t>(folds)),
                                        std::vector<std::size_t>(static_cast<std::size_t>(folds))};
  for (const auto& [id, group] : groups) {
    auto& of_class = filled[group.scam ? 1 : 0];
    const auto least = std::ranges::min_element(of_class);
    *least += group.size;
    fold_of[id] = static_cast<int>(least - of_class.begin());
  }
  std::vector<int> out;
  out.reserve(rows.size());
  for (const TextRow& row : rows) out.push_back(fold_of[row.group]);
  return out;
}

SparseRow sparse_of(const TextRow& row, const std::vector<float>& idf) {
  SparseRow out = engine::tf_idf(row.slots, idf);
  for (std::size_t i = 0; i < row.signals.size(); ++i) {
    if (row.signals[i] != 0) out.emplace_back(static_cast<std::uint32_t>(engine::kTextSlots + i), row.signals[i]);
  }
  out.emplace_back(bias_index(), 1.0F);
  return out;
}

std::uint32_t bias_index() { return static_cast<std::uint32_t>(engine::kTextSlots + engine::signal_table().size()); }

ClassWeights balanced(std::span<const TextRow* const> rows) {
  const auto scams = static_cast<double>(std::ranges::count_if(rows, &TextRow::scam));
  const auto count = static_cast<double>(rows.size());
  return {count / (2 * scams), count / (2 * (count - scams))};
}

}  // namespace shrike::training
