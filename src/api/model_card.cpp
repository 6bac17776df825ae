#include "model_card.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace shrike::api {

namespace {

using nlohmann::ordered_json;

/// Members of a summary that describe the data and how the model came to be; all others are parameters or figures.
constexpr std::array<std::string_view, 12> kOrigin{"calibrated_on", "calibrated_from", "data",         "examples",
                                                   "frauds",        "scams",           "data_hash",    "trained_at",
                                                   "trained_by",    "moved_from",      "new_examples", "tenant"};

std::string text_of(const ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return fmt::format("{:.4g}", value.get<double>());
  return value.dump();
}

bool is_origin(std::string_view name) { return std::ranges::find(kOrigin, name) != kOrigin.end(); }

void add_table(std::string& out, std::string_view title, const std::vector<std::pair<std::string, std::string>>& rows) {
  if (rows.empty()) return;
  out += fmt::format("\n## {}\n\n| what | value |\n|---|---|\n", title);
  for (auto [name, value] : rows) {
    for (std::size_t at = 0; (at = value.find_first_of("|\n\r", at)) != std::string::npos; at += 1) value[at] = ' ';
    out += fmt::format("| {} | {} |\n", name, value);
  }
}

std::string_view limits_of(std::string_view kind) {
  if (kind == "linear_text") {
    return "It knows the wording of its examples: messages of other kinds, languages and countries are judged worse "
           "until it is updated "
           "with some of them. Thresholds come from out-of-fold scores on the examples alone.";
  }
  if (kind == "isolation_forest") {
    return "It tells the unusual from the usual, not fraud from honest payments, and has no part in decisions by "
           "itself.";
  }
  return "It knows the payments that it learned from. On others its probabilities are off until it is trained on "
         "labels of "
         "theirs; GET /monitoring shows how well it does. It looks at features of history, amount, time and place, and "
         "at no "
         "names.";
}

}  // namespace

std::string model_card(const ModelView& model) {
  std::string out = fmt::format("# {} version {}\n\nKind: {}. Judges: {}s. State: {}.\n", model.ref.id,
                                model.ref.version, model.kind, to_string(model.about), model.state);
  const auto summary = ordered_json::parse(model.summary_json, nullptr, false);
  std::vector<std::pair<std::string, std::string>> origin, parameters, figures;
  for (const auto& [name, value] : summary.items()) {
    if (value.is_object() && !is_origin(name)) {
      for (const auto& [inner, figure] : value.items()) figures.emplace_back(name + ": " + inner, text_of(figure));
    } else {
      (is_origin(name) ? origin : parameters).emplace_back(name, text_of(value));
    }
  }
  add_table(out, "Data", origin);
  add_table(out, "Parameters", parameters);
  add_table(out, "Figures, on examples that it was not fitted to", figures);
  out += fmt::format("\n## Limits\n\n{}\n", limits_of(model.kind));
  return out;
}

}  // namespace shrike::api
