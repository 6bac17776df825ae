#include "shrike/engine/text_model.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shrike/base/byte_codec.hpp"

namespace shrike::engine {

namespace {

constexpr std::size_t kWordsMax = 3;

Error corrupt(std::string_view what) { return {ErrorKind::corrupt, fmt::format("text model: {}", what)}; }

void read_floats(ByteReader& in, std::vector<float>& out, std::size_t count) {
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.push_back(in.number<float>());
}

void write_floats(std::string& out, const std::vector<float>& values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
}

nlohmann::ordered_json inputs() {
  nlohmann::ordered_json description;
  description["slots"] = kTextSlots;
  description["signals"] = nlohmann::ordered_json::array();
  for (const SignalRow& row : signal_table()) description["signals"].push_back(row.code);
  return description;
}

}  // namespace

ModelFile TextModel::save(ModelHeader header, float bias, const std::vector<float>& idf,
                          const std::vector<float>& weights, const std::vector<float>& signal_weights) {
  SHRIKE_ASSERT(idf.size() == kTextSlots && weights.size() == kTextSlots &&
                signal_weights.size() == signal_table().size());
  ModelFile file;
  file.header = std::move(header);
  file.header.kind = "linear_text";
  file.inputs_json = inputs().dump();
  ByteWriter(file.payload).number(bias);
  write_floats(file.payload, idf);
  write_floats(file.payload, weights);
  write_floats(file.payload, signal_weights);
  return file;
}

Result<TextModel> TextModel::load(const ModelFile& file) {
  if (file.header.kind != "linear_text") return invalid("text model: the file holds another kind of model");
  if (nlohmann::ordered_json::parse(file.inputs_json, nullptr, false) != inputs()) {
    return invalid("text model: made for other inputs than this program's; train it again");
  }
  TextModel model;
  model.header_ = file.header;
  ByteReader in(file.payload);
  model.bias_ = in.number<float>();
  read_floats(in, model.idf_, kTextSlots);
  read_floats(in, model.weights_, kTextSlots);
  read_floats(in, model.signal_weights_, signal_table().size());
  if (!in.ok() || !in.at_end()) return corrupt("the payload has another length than its inputs");
  return model;
}

TextScore TextModel::score(std::string_view content) const {
  TextScore out;
  out.base = bias_;
  const auto values = tf_idf(text_slots(content), idf_);
  for (const auto& [slot, value] : values) out.wording += static_cast<double>(value) * weights_[slot];
  out.signals = signals_of(content);
  out.log_odds = out.base + out.wording;
  for (std::size_t i = 0; i < out.signals.size(); ++i) {
    out.signal_contributions.push_back(static_cast<double>(out.signals[i]) * signal_weights_[i]);
    out.log_odds += out.signal_contributions.back();
  }
  // A word's weight is that of all n-grams of it alone, times the value that they have in this text's scale.
  std::vector<std::pair<double, std::string>> words;
  const std::string text = normalise(content);
  for (std::size_t start = 1; start < text.size();) {
    const std::size_t end = text.find(' ', start);
    std::string word = text.substr(start, end - start);
    double weight = 0;
    for (const TextSlot& slot : text_slots(word)) {
      const auto found = std::ranges::lower_bound(values, slot.slot, {}, [](const auto& pair) { return pair.first; });
      if (found != values.end() && found->first == slot.slot)
        weight += static_cast<double>(found->second) * weights_[slot.slot];
    }
    const bool known = std::ranges::any_of(words, [&](const auto& other) { return other.second == word; });
    if (weight > 0 && !known) words.emplace_back(weight, std::move(word));
    start = end + 1;
  }
  std::ranges::sort(
      words, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (std::size_t i = 0; i < std::min(words.size(), kWordsMax); ++i) out.words.push_back(words[i].second);
  return out;
}

}  // namespace shrike::engine
