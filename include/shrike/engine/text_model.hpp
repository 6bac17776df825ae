#pragma once
// The message model: logistic regression over hashed n-grams and readable scam signals.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/domain/event.hpp"
#include "shrike/engine/calibration.hpp"
#include "shrike/engine/model_file.hpp"

namespace shrike::engine {

/// A property of a text that a person would name. Some also point to a kind of scam.
struct SignalRow {
  std::string_view code;
  std::string_view text;      ///< reason in words, e.g. "Contains threatening language"
  std::string_view category;  ///< threat category that it points to; empty = none
  std::int32_t category_weight;
};
/// All signals, in the order of the model's signal weights.
const std::vector<SignalRow>& signal_table();
/// 0 or 1 for each row of the table.
std::vector<float> signals_of(std::string_view content);
/// Value of the signal with that code; 0 for an unknown code.
float signal_value(const std::vector<float>& signals, std::string_view code);
/// The category with the most weight among the signals that are set; "Other" when none points anywhere.
std::string threat_category(const std::vector<float>& signals);

inline constexpr std::size_t kTextBytesMax = 16'384;  ///< of the content; what is beyond is not looked at
/// The words of a text in their plain reading (lower case, digits to 0, disguises off) between single spaces, with a
/// space at both ends. Details: docs/formats/model.md.
std::string normalise(std::string_view content);

/// Slots of words and pairs of words come first, then those of character n-grams.
inline constexpr std::uint32_t kWordSlots = 1U << 15U;
inline constexpr std::uint32_t kGramSlots = 1U << 16U;
inline constexpr std::uint32_t kTextSlots = kWordSlots + kGramSlots;
struct TextSlot {
  std::uint32_t slot;
  float count;
};
/// Hashed counts of word 1-2 and character 3-5 n-grams of the normalised text, by slot, without repeats.
std::vector<TextSlot> text_slots(std::string_view content);
/// TF-IDF values: (1 + ln count) * idf; words and character n-grams are each scaled to a length of their own, which
/// short texts do not reach (docs/formats/model.md). `idf` is by slot. Shared by training and scoring.
std::vector<std::pair<std::uint32_t, float>> tf_idf(const std::vector<TextSlot>& slots, const std::vector<float>& idf);

/// From which log-odds on a message is to be looked at, by channel. Other channels count as SMS.
struct ChannelThresholds {
  double sms = 0, email = 0, chat = 0, call = 0;
  [[nodiscard]] double of(domain::Channel channel) const;
};

/// All that training finds. By slot or by row of the signal table. Plain value.
struct TextParameters {
  float bias = 0;
  std::vector<float> idf, weights, signal_weights;
  /// How sure the weights are: the diagonal of the training loss's Hessian (prior included). What an update of the
  /// model from new examples holds on to.
  float bias_precision = 1;
  std::vector<float> precision, signal_precision;
  Calibration calibration;  ///< of log-odds
  ChannelThresholds thresholds;
};

struct TextScore {
  double log_odds = 0;
  double base = 0;
  double wording = 0;                        ///< all n-grams together
  std::vector<float> signals;                ///< as signals_of
  std::vector<double> signal_contributions;  ///< by row of the signal table
};

/// Immutable after load; may be read by any thread.
class TextModel {
 public:
  /// Errors: corrupt, invalid (other slots or signals than this program's).
  static Result<TextModel> load(const ModelFile& file);
  /// Weights are kept in 16 bits, idf and precision in 8: what load gives is rounded accordingly.
  static ModelFile save(ModelHeader header, const TextParameters& parameters);

  [[nodiscard]] TextScore score(std::string_view content) const;
  /// The words that push hardest towards scam, strongest first. Costs more than the score.
  [[nodiscard]] std::vector<std::string> words(std::string_view content, std::size_t count_max) const;

  /// Calibrated log-odds for the share of scams at which a message on the channel's threshold has log-odds of
  /// `at_threshold`. Another share of scams moves all log-odds by the same amount (Elkan, "The foundations of
  /// cost-sensitive learning", IJCAI 2001, theorem 2).
  [[nodiscard]] double calibrated(double log_odds, domain::Channel channel, double at_threshold) const;

  [[nodiscard]] const ModelHeader& header() const { return header_; }
  [[nodiscard]] const TextParameters& parameters() const { return parameters_; }

 private:
  ModelHeader header_;
  TextParameters parameters_;
};

}  // namespace shrike::engine
