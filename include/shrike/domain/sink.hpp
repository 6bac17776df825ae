#pragma once
// What the engine hands on after each step, and to whom.
#include <memory>
#include <vector>

#include "shrike/domain/decision.hpp"

namespace shrike::domain {

/// The result of one engine step. Shared and read-only from the moment it is handed out.
struct DecisionBatch {
  std::vector<DecisionPtr>
      decisions;  ///< of transactions and messages, in log order; duplicates and conflicts included
  std::vector<Event> labels;
  std::vector<Event> controls;
  Seq first_seq = 0;
  Seq last_seq = 0;  ///< newest event of the step, whatever its kind
};
using DecisionBatchPtr = std::shared_ptr<const DecisionBatch>;

/// A consumer of decisions. Called on the engine's thread: it must hand the work to its own queue at once.
class DecisionSink {
 public:
  virtual ~DecisionSink() = default;
  virtual void accept(const DecisionBatchPtr& batch) = 0;
};

}  // namespace shrike::domain
