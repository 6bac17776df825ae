#pragma once
// The message model: logistic regression over hashed n-grams and readable scam signals.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shrike/base/result.hpp"
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

/// Lower case, digits to 0, everything that is no letter, digit or currency sign to one space; a space at both ends.
std::string normalise(std::string_view content);

/// Hashed counts of word 1-2 and character 3-5 n-grams of the normalised text, by slot, without repeats.
/// `where` (optional) gets the word that each n-gram came from, for the reasons.
struct TextSlot {
  std::uint32_t slot;
  float count;
};
inline constexpr std::uint32_t kTextSlots = 1U << 16U;
inline constexpr std::size_t kTextBytesMax = 16'384;  ///< of the content; what is beyond is not looked at
std::vector<TextSlot> text_slots(std::string_view content);

struct TextScore {
  double log_odds = 0;
  double base = 0;
  double wording = 0;                        ///< all n-grams together
  std::vector<std::string> words;            ///< the words that push hardest towards scam, strongest first
  std::vector<float> signals;                ///< as signals_of
  std::vector<double> signal_contributions;  ///< by row of the signal table
};

/// Immutable after load; may be read by any thread.
class TextModel {
 public:
  /// Errors: corrupt, invalid (other slots or signals than this program's).
  static Result<TextModel> load(const ModelFile& file);
  static ModelFile save(ModelHeader header, float bias, const std::vector<float>& idf,
                        const std::vector<float>& weights, const std::vector<float>& signal_weights);

  [[nodiscard]] TextScore score(std::string_view content) const;
  [[nodiscard]] const ModelHeader& header() const { return header_; }

 private:
  ModelHeader header_;
  float bias_ = 0;
  std::vector<float> idf_;
  std::vector<float> weights_;
  std::vector<float> signal_weights_;
};

/// TF-IDF values of a text: (1 + ln count) * idf, scaled to length 1. Shared by training and scoring.
std::vector<std::pair<std::uint32_t, float>> tf_idf(const std::vector<TextSlot>& slots, const std::vector<float>& idf);

}  // namespace shrike::engine
