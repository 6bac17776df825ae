#include "shrike/base/fault_point.hpp"

#ifdef SHRIKE_FAULT_POINTS
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace shrike {

namespace {

struct Order {
  std::string name;
  std::atomic<long> left{0};

  /// Before main: the configuration would refuse a variable that it does not know.
  Order() {
    const char* text = std::getenv("SHRIKE_FAULT_POINT");
    if (text == nullptr) return;
    const std::string order(text);
    ::unsetenv("SHRIKE_FAULT_POINT");
    if (order == "?") print_names();
    const auto colon = order.find(':');
    name = order.substr(0, colon);
    if (colon != std::string::npos) left = std::atol(order.c_str() + colon + 1);
    if (std::find(kFaultPoints.begin(), kFaultPoints.end(), name) != kFaultPoints.end() && left > 0) return;
    std::fprintf(stderr, "SHRIKE_FAULT_POINT: %s: expected name:number, or ? for the names\n", order.c_str());
    ::_exit(2);
  }
  [[noreturn]] static void print_names() {
    for (const std::string_view one : kFaultPoints) std::printf("%.*s\n", static_cast<int>(one.size()), one.data());
    std::fflush(stdout);
    ::_exit(0);
  }
};

Order order;

}  // namespace

void reach_fault_point(std::string_view name) {
  if (name != order.name || order.left.fetch_sub(1) != 1) return;
  ::kill(::getpid(), SIGKILL);
  while (true) ::pause();
}

}  // namespace shrike
#endif
