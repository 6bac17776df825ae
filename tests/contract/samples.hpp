#pragma once
// Made-up decisions, labels and alerts.
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store::sample {

inline constexpr TimeUs kStart = 1'777'800'000 * kSecondUs;  // 2026-05-03

/// A payment in which every field depends on `seq`.
domain::Decision payment(domain::Seq seq, const std::string& tenant = "default");
domain::Decision message(domain::Seq seq, const std::string& tenant = "default");
domain::DecisionPtr shared(domain::Decision decision);
/// Payments with these numbers, one message among ten, mixed levels and outcomes.
std::vector<domain::DecisionPtr> mixed(domain::Seq first, domain::Seq last, const std::string& tenant = "default");

domain::Event label(domain::Seq seq, const std::string& event_id, bool fraud, const std::string& source = "analyst");
domain::Event control(domain::Seq seq, domain::Control::Action action, const std::string& value);
domain::Alert alert(domain::Seq decision_seq, const std::string& tenant = "default");

/// insert_decisions in a transaction of its own.
Result<void> insert(Database& database, const std::vector<domain::DecisionPtr>& decisions);

/// Everything of a decision as text, to compare two and to read the difference.
std::string text_of(const domain::Decision& decision);

}  // namespace shrike::store::sample
