#pragma once
// The payments that the load client sends.
#include <fmt/core.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace shrike::bench {

/// `POST /analyze` number `number`: every payment has an id of its own; 5,000 cards, 1,000 terminals.
inline std::string analyze_request(std::string_view prefix, std::uint64_t number, std::string_view key) {
  const std::uint64_t card = number * 31 % 5'000;
  const std::uint64_t terminal = number * 17 % 1'000;
  const std::string body = fmt::format(
      R"({{"transaction":{{"transaction_id":"{}{:07}","amount":"{}.50","currency":"EUR","card":"tok_{:04}",)"
      R"("customer_id":"c-{:04}","merchant_id":"m-{:03}","terminal_id":"t-{:03}","country":"DE","channel":"online"}}}})",
      prefix, number, number * 7'919 % 400 + 1, card, card, terminal, terminal);
  return fmt::format(
      "POST /analyze HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-API-KEY: {}\r\n"
      "Content-Length: {}\r\n\r\n{}",
      key, body.size(), body);
}

}  // namespace shrike::bench
