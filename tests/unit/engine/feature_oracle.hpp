#pragma once
// What the contract of the feature table says, worked out the slow way: from the list of all earlier events, for one
// feature at a time, by its name. Shares no code and no table with the engine.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shrike/domain/event.hpp"

namespace shrike::engine::testing {

class FeatureOracle {
 public:
  void add(const domain::Event& payment);
  /// The newest label of a payment holds.
  void label(const domain::Event& payment, bool fraud) { fraud_[id_of(payment)] = fraud; }

  /// NaN = not known; nullopt: the name says nothing that the oracle understands.
  [[nodiscard]] std::optional<double> value(const std::string& name, const domain::Event& payment) const;
  /// The 15 columns of the handbook.
  [[nodiscard]] std::vector<double> handbook(const domain::Event& payment) const;

 private:
  using Payments = std::vector<const domain::Event*>;
  static std::string id_of(const domain::Event& payment) { return std::get<domain::Transaction>(payment.body).id; }
  /// Payments that share the entity, since its last pause.
  [[nodiscard]] Payments history_of(const std::string& entity, const domain::Event& payment) const;
  [[nodiscard]] Payments gather(const std::string& entity, const domain::Event& payment) const;
  [[nodiscard]] bool is_fraud(const domain::Event& payment) const;
  [[nodiscard]] double fact(const std::string& name, const domain::Event& payment) const;
  [[nodiscard]] std::optional<double> windowed(const std::string& aggregate, const Payments& window,
                                               const domain::Event& payment) const;
  /// Of what 7 days without a fraud report say.
  [[nodiscard]] std::optional<double> matured(const std::string& aggregate, const Payments& window,
                                              const domain::Event& payment) const;
  /// Of the frauds among `candidates`; `all`: the entity's payments.
  [[nodiscard]] double ordinary(const std::string& aggregate, const Payments& all, const Payments& candidates,
                                const domain::Event& payment) const;
  [[nodiscard]] std::optional<double> since(const std::string& aggregate, const Payments& window,
                                            const domain::Event& payment) const;

  std::vector<domain::Event> payments_;
  std::map<std::string, bool> fraud_;
  std::map<std::string, bool> large_;                  // for its card, when it came; by payment
  mutable std::map<std::string, Payments> histories_;  // by payment and entity, until the next payment
};

}  // namespace shrike::engine::testing
