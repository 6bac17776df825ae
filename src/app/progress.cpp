#include "progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace shrike::app {

namespace {
constexpr TimeUs kTerminalEveryUs = 100 * kMillisecondUs;
constexpr TimeUs kLineEveryUs = 5 * kSecondUs;
constexpr int kWidth = 30;
}  // namespace

ProgressBar::ProgressBar(std::string what, const Clock& clock)
    : what_(std::move(what)),
      clock_(clock),
      terminal_(::isatty(STDERR_FILENO) == 1),
      start_us_(clock.steady_us()),
      shown_us_(start_us_) {}

void ProgressBar::update(double part, std::uint64_t done) {
  const TimeUs now_us = clock_.steady_us();
  if (now_us - shown_us_ < (terminal_ ? kTerminalEveryUs : kLineEveryUs)) return;
  shown_us_ = now_us;
  show(part, done);
}

void ProgressBar::show(double part, std::uint64_t done) {
  const double seconds = static_cast<double>(clock_.steady_us() - start_us_) / 1e6;
  const std::string counts =
      fmt::format("{} {} done, {:.0f}/s", what_, done, seconds > 0 ? static_cast<double>(done) / seconds : 0.0);
  if (!terminal_) {
    fmt::print(stderr, "{}{}\n", counts, part >= 0 ? fmt::format(", {:.0f} %", part * 100) : "");
    return;
  }
  const int filled = std::clamp(static_cast<int>(part * kWidth), 0, kWidth);
  const std::string bar = part < 0
                              ? std::string()
                              : fmt::format(" [{}{}] {:3.0f} %", std::string(static_cast<std::size_t>(filled), '#'),
                                            std::string(static_cast<std::size_t>(kWidth - filled), '.'), part * 100);
  fmt::print(stderr, "\r{}{}\x1b[K", counts, bar);
  std::fflush(stderr);
}

void ProgressBar::finish(std::uint64_t done) {
  show(1.0, done);
  if (terminal_) fmt::print(stderr, "\n");
}

}  // namespace shrike::app
