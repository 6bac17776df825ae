#include "payment_flags.hpp"

#include <cmath>

namespace shrike::engine {

namespace {

float flag(bool value) { return value ? 1.0F : 0.0F; }

}  // namespace

void fill_amount(double major, const FeatureSettings& settings, FeatureVector& out) {
  const auto amount = static_cast<float>(major);
  at(out, feature("amount")) = amount;
  at(out, feature("log_amount")) = std::log1p(amount);
  at(out, feature("high_value")) = flag(major >= settings.high_value_amount);
}

void fill_presence(const domain::Transaction& payment, FeatureVector& out) {
  const bool online = payment.channel == domain::Channel::online;
  const bool remote = online || payment.channel == domain::Channel::phone;
  at(out, feature("online")) = flag(online);
  at(out, feature("card_not_present")) = flag(payment.card_present ? !*payment.card_present : remote);
}

void fill_base_risk(FeatureVector& out) {
  at(out, feature("base_risk_score")) = 2 * at(out, feature("high_value")) + 3 * at(out, feature("international")) +
                                        2 * at(out, feature("card_not_present")) + at(out, feature("night"));
}

}  // namespace shrike::engine
