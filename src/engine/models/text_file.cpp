// The byte form of a message model: docs/formats/model.md.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ranges>

#include "shrike/base/byte_codec.hpp"
#include "shrike/engine/text_model.hpp"

namespace shrike::engine {

namespace {

constexpr int kReading = 3;         ///< of normalisation, phrases and scales: other readings need other weights
constexpr double kIdfSteps = 24;    ///< per unit of idf above 1
constexpr double kOctaveSteps = 8;  ///< of precision
constexpr double kWeightSteps = 32767;

Error corrupt(std::string_view what) { return {ErrorKind::corrupt, fmt::format("text model: {}", what)}; }

nlohmann::ordered_json inputs() {
  nlohmann::ordered_json description;
  description["reading"] = kReading;
  description["word_slots"] = kWordSlots;
  description["gram_slots"] = kGramSlots;
  description["signals"] = nlohmann::ordered_json::array();
  for (const SignalRow& row : signal_table()) description["signals"].push_back(row.code);
  return description;
}

template <class T>
void write_array(std::string& out, const std::vector<T>& values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

std::uint8_t byte_of(double code) { return static_cast<std::uint8_t>(std::clamp(std::round(code), 0.0, 255.0)); }

/// Whether all are numbers, so that every score is one.
bool are_finite(const std::vector<float>& values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

void write_payload(const TextParameters& p, std::string& out) {
  const auto least = std::ranges::min(p.precision);
  float most = 1e-6F;
  for (const float weight : p.weights) most = std::max(most, std::abs(weight));
  const auto step = static_cast<float>(most / kWeightSteps);
  std::vector<std::uint8_t> idf, precision;
  std::vector<std::int16_t> weights;
  for (std::size_t i = 0; i < kTextSlots; ++i) {
    idf.push_back(byte_of((p.idf[i] - 1.0) * kIdfSteps));
    weights.push_back(static_cast<std::int16_t>(std::clamp(std::round(p.weights[i] / step), -32767.0F, 32767.0F)));
    precision.push_back(byte_of(std::log2(p.precision[i] / least) * kOctaveSteps));
  }
  ByteWriter writer(out);
  for (const float value : {p.bias, p.bias_precision, step, least}) writer.number(value);
  write_array(out, idf);
  write_array(out, weights);
  write_array(out, precision);
  write_array(out, p.signal_weights);
  write_array(out, p.signal_precision);
}

/// False when the payload is too short, too long, or holds what is no number.
bool read_payload(std::string_view payload, TextParameters& p) {
  ByteReader in(payload);
  p.bias = in.number<float>();
  p.bias_precision = in.number<float>();
  const auto step = in.number<float>();
  const auto least = in.number<float>();
  const auto rows = std::views::iota(0U, kTextSlots);
  for ([[maybe_unused]] const auto row : rows)
    p.idf.push_back(static_cast<float>(1.0 + in.number<std::uint8_t>() / kIdfSteps));
  for ([[maybe_unused]] const auto row : rows) p.weights.push_back(step * in.number<std::int16_t>());
  for ([[maybe_unused]] const auto row : rows)
    p.precision.push_back(static_cast<float>(least * std::exp2(in.number<std::uint8_t>() / kOctaveSteps)));
  for (auto* values : {&p.signal_weights, &p.signal_precision}) {
    for (std::size_t i = 0; i < signal_table().size(); ++i) values->push_back(in.number<float>());
  }
  const bool positive = p.bias_precision > 0 && least > 0 && std::isfinite(p.bias_precision) &&
                        std::ranges::all_of(p.signal_precision, [](float value) { return value > 0; });
  return in.ok() && in.at_end() && positive && std::isfinite(p.bias) && are_finite(p.weights) &&
         are_finite(p.precision) && are_finite(p.signal_weights) && are_finite(p.signal_precision);
}

}  // namespace

ModelFile TextModel::save(ModelHeader header, const TextParameters& parameters) {
  SHRIKE_ASSERT(parameters.idf.size() == kTextSlots && parameters.weights.size() == kTextSlots &&
                parameters.precision.size() == kTextSlots &&
                parameters.signal_weights.size() == signal_table().size() &&
                parameters.signal_precision.size() == signal_table().size());
  ModelFile file;
  file.header = std::move(header);
  file.header.kind = "linear_text";
  auto description = inputs();
  description["calibration"] = nlohmann::ordered_json::parse(parameters.calibration.to_json());
  const ChannelThresholds& t = parameters.thresholds;
  description["thresholds"] = {{"sms", t.sms}, {"email", t.email}, {"chat", t.chat}, {"call", t.call}};
  file.inputs_json = description.dump();
  write_payload(parameters, file.payload);
  return file;
}

Result<TextModel> TextModel::load(const ModelFile& file) {
  if (file.header.kind != "linear_text") return corrupt("not a text model");
  auto found = nlohmann::ordered_json::parse(file.inputs_json, nullptr, false);
  if (!found.is_object()) return corrupt("the inputs are no object");
  const auto expected = inputs();
  for (const auto& [name, value] : expected.items()) {
    if (!found.contains(name) || found[name] != value)
      return invalid("text model: made for other inputs than this program's; train it again");
  }
  TextModel model;
  model.header_ = file.header;
  try {
    auto calibration = Calibration::from_json(found.at("calibration").dump());
    if (!calibration) return calibration.error();
    model.parameters_.calibration = std::move(*calibration);
    const auto& thresholds = found.at("thresholds");
    model.parameters_.thresholds = {thresholds.at("sms"), thresholds.at("email"), thresholds.at("chat"),
                                    thresholds.at("call")};
  } catch (const nlohmann::json::exception&) {
    return corrupt("the calibration or the thresholds are missing");
  }
  const ChannelThresholds& t = model.parameters_.thresholds;
  for (const double threshold : {t.sms, t.email, t.chat, t.call}) {
    if (!std::isfinite(threshold)) return corrupt("a threshold is not a number");
  }
  if (!read_payload(file.payload, model.parameters_)) return corrupt("the payload does not fit its inputs");
  return model;
}

}  // namespace shrike::engine
