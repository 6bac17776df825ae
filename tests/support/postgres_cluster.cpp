#include "support/postgres_cluster.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "shrike/store/database.hpp"

/// libpqxx 6.4.5 loses the result object of the call in which a connection breaks (it asks the dead connection for its
/// encoding before it takes ownership). About 2 KB per lost connection; nothing of ours.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __lsan_default_suppressions() { return "leak:libpqxx\n"; }

namespace shrike::test {

namespace {

constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin";
constexpr const char* kSuperuser = "shrike";
constexpr int kReadyTries = 300;  // of 100 ms

int free_port() {
  const int socket_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = bind(socket_fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(socket_fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(socket_fd);
  return bound ? ntohs(address.sin_port) : 0;
}

/// Null unless the process is root: then the account to run the server as.
const passwd* other_account() { return geteuid() == 0 ? getpwnam("postgres") : nullptr; }

/// In the child: gives up root, leaves the terminal's process group, dies with the test.
void become_server_user(const passwd* account) {
  setpgid(0, 0);
  if (account != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(account->pw_gid) != 0 || setuid(account->pw_uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // after setuid, which clears it; SIGQUIT is PostgreSQL's immediate stop
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string url_of(int port, const std::string& database) {
  return fmt::format("postgresql://{}@127.0.0.1:{}/{}", kSuperuser, port, database);
}

}  // namespace

PostgresCluster::PostgresCluster() {
  if (!std::filesystem::exists(fmt::format("{}/initdb", kPrograms))) {
    problem_ = fmt::format("no PostgreSQL in {}: install Debian's package postgresql-15", kPrograms);
    return;
  }
  if (geteuid() == 0 && other_account() == nullptr) {
    problem_ = "PostgreSQL does not run as root, and there is no user postgres: install Debian's package postgresql-15";
    return;
  }
  if (!initialise() || !start() || !wait_until_ready()) problem_ += "\n" + text_of(dir_.file("output"));
}

PostgresCluster::~PostgresCluster() {
  if (server_ <= 0) return;
  kill(server_, SIGQUIT);
  waitpid(server_, nullptr, 0);
}

PostgresCluster& PostgresCluster::shared() {
  static PostgresCluster cluster;
  return cluster;
}

pid_t PostgresCluster::spawn(const std::string& command) const {
  const passwd* account = other_account();
  const std::string output = dir_.file("output");
  const std::string folder = dir_.path().string();
  const pid_t child = fork();
  if (child != 0) return child;
  become_server_user(account);
  const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  if (chdir(folder.c_str()) != 0) _exit(126);
  execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  _exit(127);
}

bool PostgresCluster::run_and_wait(const std::string& program, const std::string& arguments) {
  int status = 0;
  const pid_t child = spawn(fmt::format("exec {}/{} {}", kPrograms, program, arguments));
  const bool done = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!done) problem_ = fmt::format("{} failed with status {}", program, status);
  return done;
}

bool PostgresCluster::initialise() {
  if (const passwd* account = other_account()) {
    if (chown(dir_.path().c_str(), account->pw_uid, account->pw_gid) != 0) {
      problem_ = "cannot give the cluster's folder to the user postgres";
      return false;
    }
  }
  return run_and_wait("initdb", fmt::format("-D '{}' -U {} -A trust -E UTF8 --locale=C.UTF-8 --no-sync",
                                            dir_.file("data"), kSuperuser));
}

bool PostgresCluster::start() {
  port_ = free_port();
  server_ =
      spawn(fmt::format("exec {}/postgres -D '{}' -k '{}' -p {} -c listen_addresses=127.0.0.1 -c fsync=on "
                        "-c max_connections=30 -c shared_buffers=64MB -c max_wal_size=2GB",
                        kPrograms, dir_.file("data"), dir_.path().string(), port_));
  return server_ > 0;
}

bool PostgresCluster::wait_until_ready() {
  for (int tries = 0; tries < kReadyTries; ++tries) {
    if (store::open_database(url_of(port_, "postgres")).ok()) return true;
    if (waitpid(server_, nullptr, WNOHANG) == server_) {
      server_ = -1;
      break;
    }
    usleep(100'000);
  }
  problem_ = "the PostgreSQL server did not become ready";
  return false;
}

std::string PostgresCluster::create_database() {
  const std::string name = fmt::format("test_{}", ++databases_);
  auto server = store::open_database(url_of(port_, "postgres"));
  if (!server) {
    problem_ = server.error().message;
    return {};
  }
  if (auto created = (*server)->query(fmt::format("CREATE DATABASE {}", name)); !created)
    problem_ = created.error().message;
  return url_of(port_, name);
}

}  // namespace shrike::test
