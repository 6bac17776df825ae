#include "shrike/training/retraining.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "measured.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::training {

namespace {

ExampleTable first_rows(const ExampleTable& examples, std::size_t count) {
  ExampleTable out(examples.names());
  for (std::size_t row = 0; row < count; ++row) out.add(examples.row(row), examples.values(row));
  return out;
}

std::string objection_to(const Candidate& candidate, const RetrainSettings& settings) {
  const std::uint64_t genuine = candidate.after.events - candidate.after.frauds;
  if (std::min(candidate.after.frauds, genuine) < settings.holdout_class_min) {
    return fmt::format("the newest part has {} fraud and {} genuine events: too few to compare the models",
                       candidate.after.frauds, genuine);
  }
  if (candidate.after.average_precision < candidate.before.average_precision - settings.margin) {
    return fmt::format("its average precision is {:.4f}, that of the active model {:.4f}",
                       candidate.after.average_precision, candidate.before.average_precision);
  }
  return {};
}

}  // namespace

void describe(engine::ModelFile& file, const std::vector<std::pair<std::string, std::string>>& members) {
  auto summary = nlohmann::ordered_json::parse(file.header.summary_json);
  for (const auto& [name, value] : members) summary[name] = value;
  file.header.summary_json = summary.dump();
}

std::string without(const std::string& summary_json, const std::string& member) {
  auto summary = nlohmann::ordered_json::parse(summary_json);
  if (summary.is_object()) summary.erase(member);
  return summary.dump();
}

void describe_base(engine::ModelFile& file, const engine::ModelHeader& base) {
  auto summary = nlohmann::ordered_json::parse(file.header.summary_json);
  summary["moved_from"] = {{"id", base.id}, {"version", base.version}};
  file.header.summary_json = summary.dump();
}

std::optional<domain::ModelRef> base_of(const engine::ModelHeader& header) {
  const auto summary = nlohmann::json::parse(header.summary_json, nullptr, false);
  const auto from = summary.find("moved_from");
  if (from == summary.end() || !from->is_object()) return std::nullopt;
  const auto id = from->find("id");
  const auto version = from->find("version");
  if (id == from->end() || !id->is_string() || version == from->end() || !version->is_number_unsigned())
    return std::nullopt;
  return domain::ModelRef{id->get<std::string>(), version->get<std::uint32_t>()};
}

std::string data_hash(const ExampleTable& examples) {
  std::uint64_t hash = examples.size();
  for (std::size_t row = 0; row < examples.size(); ++row) {
    const auto values = examples.values(row);
    hash = hash64({reinterpret_cast<const char*>(values.data()), values.size_bytes()},
                  hash + (examples.row(row).fraud ? 1 : 0));
  }
  return fmt::format("{:016x}", hash);
}

Result<Candidate> retrain_transactions(const engine::TreeModel* active, const ExampleTable& examples,
                                       const RetrainSettings& settings, const std::string& data_name,
                                       const Progress& progress) {
  const auto kept = static_cast<std::size_t>(static_cast<double>(examples.size()) * (1.0 - settings.holdout_part));
  const RowRange newest{kept, examples.size()};
  auto trained = train_trees(first_rows(examples, kept), settings.trees, data_name, progress);
  if (!trained) return trained.error();
  const auto model = engine::TreeModel::load(trained->file);
  if (!model) return model.error();
  Candidate out;
  out.file = std::move(trained->file);
  out.samples = examples.size();
  out.frauds = frauds_in(examples, {0, examples.size()});
  out.after = evaluation_of(*model, examples, newest);
  out.stated_after = reliability_of(*model, model->calibration(), examples, newest);
  describe(out.file, {{"data_hash", data_hash(examples)}, {"data_until", format_time(examples.row(kept - 1).time_us)}});
  if (active == nullptr) return out;
  out.before = evaluation_of(*active, examples, newest);
  out.stated_before = reliability_of(*active, active->calibration(), examples, newest);
  out.objection = objection_to(out, settings);
  return out;
}

std::string dominance(const std::map<std::string, std::uint64_t>& by_source, const RetrainSettings& settings) {
  if (by_source.size() < 2) return {};
  const auto most = std::ranges::max_element(by_source, {}, [](const auto& one) { return one.second; });
  const double all = std::accumulate(by_source.begin(), by_source.end(), 0.0,
                                     [](double sum, const auto& one) { return sum + static_cast<double>(one.second); });
  const double share = static_cast<double>(most->second) / all;
  if (share <= settings.source_share_max) return {};
  return fmt::format("{:.0f} % of the fraud labels come from the source \"{}\"", 100 * share, most->first);
}

}  // namespace shrike::training
