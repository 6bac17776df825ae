#pragma once
// Isolation forest (F. Liu, K. Ting, Z. Zhou 2008): how quickly random splits set a transaction apart from a sample of
// earlier ones. It learns without labels.
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/model_file.hpp"

namespace shrike::engine {

/// One node as it lies in the model file. A leaf has feature == kLeaf.
struct IsolationNode {
  static constexpr std::int32_t kLeaf = -1;
  std::int32_t feature;  ///< index into the model's input list
  float threshold;       ///< left where value < threshold
  std::int32_t left;     ///< indices within the tree, after the node's own; unused in a leaf
  std::int32_t right;
  std::int32_t missing_left;  ///< 1: NaN goes left. That is the side to which most of the known values went
  std::uint32_t size;         ///< rows of the sample that came here, at least 1
};
static_assert(sizeof(IsolationNode) == 24);

/// Mean path length of an unsuccessful search in a binary tree of n leaves: 2 H(n - 1) - 2 (n - 1) / n; 0 up to n = 1.
double mean_path_length(std::uint64_t n);

/// Immutable after load; may be read by any thread.
class IsolationForest {
 public:
  static constexpr std::size_t kTreesMax = 1'000;
  static constexpr std::uint32_t kSampleMax = 65'536;
  static constexpr std::size_t kDepthMax = 64;

  /// Errors: corrupt on anything that save does not write; invalid when an input is no feature of the table.
  static Result<IsolationForest> load(const ModelFile& file);
  /// `sample_size` rows, at least 2, were drawn for each tree.
  static ModelFile save(ModelHeader header, const std::vector<std::string_view>& inputs, std::uint32_t sample_size,
                        const std::vector<std::vector<IsolationNode>>& trees);

  /// 2^(-mean path length / mean_path_length(sample_size)): above 0, at most 1; about 0.5 for the usual, more for the
  /// unusual. A value that is not known (NaN) goes the way of most.
  [[nodiscard]] double score(const FeatureVector& values) const;

  [[nodiscard]] const ModelHeader& header() const { return header_; }
  [[nodiscard]] std::size_t tree_count() const { return roots_.size(); }

 private:
  /// The two children of a node lie side by side. Of a leaf: its path length, and itself as the way on.
  struct Node {
    float threshold;
    std::uint8_t feature;
    std::uint8_t missing_left;
    std::uint8_t leaf;
    std::uint32_t left;
  };
  void place_tree(const std::vector<IsolationNode>& tree, const std::vector<std::uint8_t>& inputs);

  ModelHeader header_;
  double usual_length_ = 1;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;
};

}  // namespace shrike::engine
