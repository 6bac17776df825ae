#pragma once
// The feature set of the Fraud Detection Handbook (Le Borgne et al. 2022, chapter 3, baseline feature transformation),
// for comparison with published figures. Unlike Shrike's own windows its customer windows hold the payment itself, and
// its terminal windows end 7 days before it.
#include <array>
#include <string_view>

#include "shrike/base/clock.hpp"

namespace shrike::engine {

class History;

inline constexpr std::array<std::string_view, 15> kHandbookColumns{"TX_AMOUNT",
                                                                   "TX_DURING_WEEKEND",
                                                                   "TX_DURING_NIGHT",
                                                                   "CUSTOMER_ID_NB_TX_1DAY_WINDOW",
                                                                   "CUSTOMER_ID_AVG_AMOUNT_1DAY_WINDOW",
                                                                   "CUSTOMER_ID_NB_TX_7DAY_WINDOW",
                                                                   "CUSTOMER_ID_AVG_AMOUNT_7DAY_WINDOW",
                                                                   "CUSTOMER_ID_NB_TX_30DAY_WINDOW",
                                                                   "CUSTOMER_ID_AVG_AMOUNT_30DAY_WINDOW",
                                                                   "TERMINAL_ID_NB_TX_1DAY_WINDOW",
                                                                   "TERMINAL_ID_RISK_1DAY_WINDOW",
                                                                   "TERMINAL_ID_NB_TX_7DAY_WINDOW",
                                                                   "TERMINAL_ID_RISK_7DAY_WINDOW",
                                                                   "TERMINAL_ID_NB_TX_30DAY_WINDOW",
                                                                   "TERMINAL_ID_RISK_30DAY_WINDOW"};
using HandbookFeatures = std::array<double, kHandbookColumns.size()>;

/// Values of the columns for a payment that is not yet in its customer's and terminal's histories; nullptr where one
/// has none. Customer windows (t - w, t], the payment counted in; terminal windows (t - 7 d - w, t - 7 d], RISK = known
/// frauds / payments, 0 without payments. Amounts in major units.
HandbookFeatures handbook_features(TimeUs time_us, double amount, const History* customer, const History* terminal);

}  // namespace shrike::engine
