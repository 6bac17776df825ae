#pragma once
// The command line: `shrike serve | replay | train | evaluate | migrate | key | openapi | health | version`.

namespace shrike::app {

/// Exit codes: 0 done, 1 failed, 2 wrong use (bad option, value or file name).
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

/// Parses the arguments and runs the command.
int run_command_line(int argc, char** argv);

}  // namespace shrike::app
