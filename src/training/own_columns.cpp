#include "shrike/training/own_columns.hpp"

#include <algorithm>
#include <cmath>

namespace shrike::training {

using engine::kAnomalyInput;
using engine::kAttributePrefix;
using engine::kFeatureCount;

void AttributeCensus::count(const Attributes& attributes) {
  ++payments_;
  for (const auto& [name, value] : attributes) {
    const auto found = carriers_.find(name);
    if (found != carriers_.end()) {
      ++found->second;
    } else if (carriers_.size() < kNamesMax) {
      carriers_.emplace(name, 1);
    }
  }
}

std::vector<std::string> AttributeCensus::columns() const {
  std::vector<std::pair<std::uint64_t, std::string>> found;
  for (const auto& [name, carriers] : carriers_) {
    const bool often = static_cast<double>(carriers) >= kShareMin * static_cast<double>(payments_);
    if (often && carriers >= kPaymentsMin) found.emplace_back(carriers, name);
  }
  std::ranges::stable_sort(found, std::greater(), &std::pair<std::uint64_t, std::string>::first);
  if (found.size() > engine::kAttributeInputsMax) found.resize(engine::kAttributeInputsMax);
  std::vector<std::string> out;
  for (const auto& [carriers, name] : found) out.push_back(std::string(kAttributePrefix) + name);
  std::ranges::sort(out);
  return out;
}

ExampleTable table_with(const std::vector<std::string>& own_columns) {
  auto names = ExampleTable::of_engine_features().names();
  names.insert(names.end(), own_columns.begin(), own_columns.end());
  return ExampleTable(std::move(names));
}

std::vector<float> row_with(const engine::FeatureVector& features, const std::vector<std::string>& own_columns,
                            const Attributes& attributes) {
  std::vector<float> out(features.begin(), features.end());
  domain::Transaction payment;
  payment.attributes = attributes;
  const auto inputs = engine::OwnInputs::of(own_columns, nullptr);
  SHRIKE_ASSERT(inputs.ok());
  const auto values = inputs->values(features, payment);
  out.insert(out.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(own_columns.size()));
  return out;
}

ExampleTable with_anomaly(const ExampleTable& table, const IsolationTrees& trees,
                          const std::vector<std::string>& columns) {
  std::vector<std::size_t> places;
  for (const std::string& column : columns)
    places.push_back(static_cast<std::size_t>(std::ranges::find(table.names(), column) - table.names().begin()));
  auto names = table.names();
  names.emplace_back(kAnomalyInput);
  ExampleTable out(std::move(names));
  std::vector<float> row, picked;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto values = table.values(i);
    row.assign(values.begin(), values.end());
    picked.clear();
    for (const std::size_t place : places) picked.push_back(values[place]);
    row.push_back(static_cast<float>(isolation_score(trees, picked)));
    out.add(table.row(i), row);
  }
  return out;
}

RowReader::RowReader(const engine::TreeModel& model, const ExampleTable& table) : model_(model), table_(table) {
  SHRIKE_ASSERT(table.width() >= kFeatureCount);
  for (const std::string& name : model.own_inputs().names()) {
    const auto found = std::ranges::find(table.names(), name);
    columns_.push_back(found == table.names().end()
                           ? std::nullopt
                           : std::optional(static_cast<std::size_t>(found - table.names().begin())));
  }
}

engine::TreeScore RowReader::score(std::size_t row) const {
  const auto values = table_.values(row);
  engine::FeatureVector features;
  std::ranges::copy_n(values.begin(), kFeatureCount, features.begin());
  engine::OwnValues own = engine::no_own_values();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const bool anomaly = model_.own_inputs().names()[i] == kAnomalyInput;
    if (anomaly) own[i] = static_cast<float>(model_.own_inputs().forest()->score(features));
    if (!anomaly && columns_[i]) own[i] = values[*columns_[i]];
  }
  return model_.score(features, own);
}

}  // namespace shrike::training
