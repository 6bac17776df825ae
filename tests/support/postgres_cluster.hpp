#pragma once
// A real PostgreSQL server of its own, for tests and benchmarks.
#include <sys/types.h>

#include <string>

#include "support/temp_dir.hpp"

namespace shrike::test {

/// Makes and starts a cluster in a temporary folder (as the user "postgres" where the test runs as root, which the
/// server refuses) on a unix socket there and on a free loopback port. The destructor ends it by its process id and
/// removes the folder. fsync is on, so that what is measured is what users get. Needs Debian's package postgresql-15.
class PostgresCluster {
 public:
  PostgresCluster();
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  /// Empty when the server runs, else why it does not.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// Makes an empty database and returns its url, through TCP.
  std::string create_database();
  [[nodiscard]] int port() const { return port_; }

  /// The one of this process: started by the first call, ended at exit.
  static PostgresCluster& shared();

 private:
  bool initialise();
  bool start();
  bool wait_until_ready();
  bool run_and_wait(const std::string& program, const std::string& arguments);
  pid_t spawn(const std::string& command) const;

  TempDir dir_;
  std::string problem_;
  int port_ = 0;
  pid_t server_ = -1;
  int databases_ = 0;
};

}  // namespace shrike::test
