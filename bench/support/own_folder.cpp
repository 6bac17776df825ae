#include "support/own_folder.hpp"

#include <fmt/core.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace shrike::bench {

namespace {

std::string make_folder() {
  std::string folder = (std::filesystem::temp_directory_path() / "shrike-bench-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    std::perror(folder.c_str());
    std::exit(1);
  }
  chmod(folder.c_str(), 0711);  // a PostgreSQL that runs as another user has its folder inside
  return folder;
}

/// Waits for the bench, and then for what it left running: as its last ancestor but init, the parent gets to know.
int wait_for_all(pid_t bench, const sigset_t& signals) {
  int status = 1;
  while (true) {
    int ended = 0;
    const pid_t pid = waitpid(-1, &ended, WNOHANG);
    if (pid == bench) status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    if (pid > 0) continue;
    if (pid < 0) return status;
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal != SIGCHLD) kill(bench, SIGKILL);
  }
}

}  // namespace

void run_in_own_folder() {
  const std::string folder = make_folder();
  sigset_t signals, before;
  sigemptyset(&signals);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, &before);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const pid_t parent = getpid();
  const pid_t bench = fork();
  if (bench == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    sigprocmask(SIG_SETMASK, &before, nullptr);
    setenv("TMPDIR", folder.c_str(), 1);
    return;
  }
  const int status = bench < 0 ? 1 : wait_for_all(bench, signals);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  _exit(status);
}

}  // namespace shrike::bench
