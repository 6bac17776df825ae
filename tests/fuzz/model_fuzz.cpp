// Model files. The first byte chooses: a whole file, or header line and payload without the checksum in the way.
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/isolation_forest.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"

namespace {

using namespace shrike;

/// A model that loads can score anything; the score need not make sense.
void load(const engine::ModelFile& file) {
  const auto trees = engine::TreeModel::load(file);
  if (trees) {
    (void)trees->score(engine::FeatureVector{});
    (void)trees->contributions(engine::FeatureVector{});
  }
  const auto forest = engine::IsolationForest::load(file);
  if (forest) (void)forest->score(engine::FeatureVector{});
  const auto text = engine::TextModel::load(file);
  if (text) (void)text->score("Your parcel is held, pay at http://a.example now");
}

/// A small sound tree, whose bytes the fuzzer changes.
const std::string& sound_payload() {
  static const std::string kPayload = [] {
    const std::vector<std::string_view> inputs{"amount"};
    engine::TreeNode leaf{};
    leaf.feature = -1;
    leaf.cover = 1;
    return engine::TreeModel::save({"gradient_boosted_trees", "a", 1, "{}"}, inputs, 0, {{leaf}}).payload;
  }();
  return kPayload;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] >= 0xF0) {  // a range of its own, so that the seeds keep their meaning
    const std::size_t end = std::min(text.find('\n'), text.size());
    engine::ModelFile file;
    file.header = {"isolation_forest", "id", 1, "{}"};
    file.inputs_json = text.substr(0, end);
    file.payload = text.substr(std::min(end + 1, text.size()));
    load(file);
    return 0;
  }
  if (data[0] % 4 == 0) {
    const auto file = engine::read_model_file(text);
    if (file) load(*file);
    return 0;
  }
  const std::size_t end = std::min(text.find('\n'), text.size());
  engine::ModelFile file;
  file.header = {data[0] % 4 == 1 ? "linear_text" : "gradient_boosted_trees", "id", 1, "{}"};
  file.inputs_json = text.substr(0, end);
  file.payload = data[0] % 4 == 3 ? sound_payload() : std::string(text.substr(std::min(end + 1, text.size())));
  load(file);
  return 0;
}
