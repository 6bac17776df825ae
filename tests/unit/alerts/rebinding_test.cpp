// A receiver's name whose addresses change: the sender connects only to addresses that the guard has seen. The real
// resolver of the system asks a real DNS server, in a network of the test's own where every address but one has a
// listener.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "shrike/alerts/http_sender.hpp"
#include "support/name_server.hpp"
#include "support/own_network.hpp"
#include "support/temp_dir.hpp"

namespace shrike::alerts {
namespace {

constexpr int kNotAllowed = 77;
constexpr const char* kPublic = "93.184.216.34";
constexpr const char* kNobody = "93.184.216.35";  // public as well, but there nobody listens
const std::vector<std::string> kAddresses = {kPublic, kNobody, "10.0.0.1", "169.254.169.254", "192.168.1.1"};
const std::vector<std::string> kListening = {kPublic,           "127.0.0.1",   "127.8.9.1", "10.0.0.1",
                                             "169.254.169.254", "192.168.1.1", "::1"};

/// Listens at one port of many addresses, answers each connection once and keeps where it was reached.
class Everywhere {
 public:
  Everywhere() {
    for (const std::string& address : kListening) listen_at(address);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  ~Everywhere() {
    thread_.request_stop();
    thread_.join();
    for (const auto& listener : listeners_) ::close(listener.fd);
  }
  Everywhere(const Everywhere&) = delete;
  Everywhere& operator=(const Everywhere&) = delete;
  [[nodiscard]] std::string url() const { return "http://hooks.example:" + std::to_string(kPort) + "/a"; }
  /// Since the last call.
  std::vector<std::string> reached() {
    const std::lock_guard lock(mutex_);
    return std::exchange(reached_, {});
  }

 private:
  static constexpr std::uint16_t kPort = 8080;  // nobody else is in this network

  void listen_at(const std::string& address) {
    const bool ipv6 = address.find(':') != std::string::npos;
    sockaddr_in6 long_one{};
    sockaddr_in short_one{};
    long_one.sin6_family = AF_INET6;
    short_one.sin_family = AF_INET;
    long_one.sin6_port = short_one.sin_port = htons(kPort);
    ::inet_pton(AF_INET6, address.c_str(), &long_one.sin6_addr);
    ::inet_pton(AF_INET, address.c_str(), &short_one.sin_addr);
    const int listener = ::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* plain = ipv6 ? reinterpret_cast<const sockaddr*>(&long_one) : reinterpret_cast<sockaddr*>(&short_one);
    EXPECT_EQ(::bind(listener, plain, ipv6 ? sizeof long_one : sizeof short_one), 0) << address;
    EXPECT_EQ(::listen(listener, 16), 0);
    listeners_.push_back({listener, POLLIN, 0});
  }
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if (::poll(listeners_.data(), listeners_.size(), 10) <= 0) continue;
      for (std::size_t i = 0; i < listeners_.size(); ++i) {
        if ((listeners_[i].revents & POLLIN) != 0) serve(::accept(listeners_[i].fd, nullptr, nullptr), kListening[i]);
      }
    }
  }
  void serve(int peer, const std::string& address) {
    {
      const std::lock_guard lock(mutex_);
      reached_.push_back(address);
    }
    std::array<char, 4096> request{};
    constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    if (::recv(peer, request.data(), request.size(), 0) > 0)
      (void)::send(peer, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
    ::close(peer);
  }

  std::vector<pollfd> listeners_;  // as kListening
  std::mutex mutex_;               // guards reached_
  std::vector<std::string> reached_;
  std::jthread thread_;
};

/// The book of the name server: what the name stands for now.
struct Addresses {
  std::vector<std::string> ipv4, ipv6;
};

class Case {
 public:
  /// By a sender of its own, so that the name is looked up anew.
  Answer send_to(Addresses now, bool allow_private = false) {
    const auto transport = make_http_sender({.allow_private = allow_private});
    return send(*transport, std::move(now));
  }
  Answer send(Transport& transport, Addresses now) {
    {
      const std::lock_guard lock(mutex_);
      addresses_ = std::move(now);
    }
    transport.start(1, {everywhere_.url(), {}, "{}", {}});
    for (int i = 0; i < 100; ++i) {
      for (auto& finished : transport.wait(100 * kMillisecondUs)) return finished.answer;
    }
    ADD_FAILURE() << "no answer";
    return {};
  }
  std::vector<std::string> reached() { return everywhere_.reached(); }
  [[nodiscard]] int questions() const { return questions_; }

 private:
  std::mutex mutex_;  // guards addresses_
  Addresses addresses_;
  std::atomic<int> questions_{0};
  Everywhere everywhere_;
  testing::NameServer names_{[this](const std::string&, bool ipv6) {
    ++questions_;
    const std::lock_guard lock(mutex_);
    return ipv6 ? addresses_.ipv6 : addresses_.ipv4;
  }};
};

using Reached = std::vector<std::string>;
const Reached kAtPublic = {kPublic};

void expect_refused(Case& tried, const Addresses& now) {
  const std::string what = ::testing::PrintToString(now.ipv4) + ::testing::PrintToString(now.ipv6);
  const int asked = tried.questions();
  const Answer answer = tried.send_to(now);
  EXPECT_GT(tried.questions(), asked) << what << " was never looked up";
  EXPECT_FALSE(answer.ok()) << what;
  EXPECT_NE(answer.error.find("private address"), std::string::npos) << what << ": " << answer.error;
  EXPECT_EQ(tried.reached(), Reached()) << what;
}

void change_names() {
  Case tried;
  EXPECT_TRUE(tried.send_to({{kPublic}, {}}).ok());
  EXPECT_EQ(tried.reached(), kAtPublic);
  for (const char* address : {"127.0.0.1", "127.8.9.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0"})
    expect_refused(tried, {{address}, {}});
  for (const char* address : {"::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::"})
    expect_refused(tried, {{}, {address}});
  // An address that does not answer leads to the next one, which is looked at as well.
  expect_refused(tried, {{kNobody, "10.0.0.1"}, {}});
  expect_refused(tried, {{kNobody}, {"::1"}});

  // Within one sender, between one alert and the next.
  const auto transport = make_http_sender({});
  EXPECT_TRUE(tried.send(*transport, {{kPublic}, {}}).ok());
  (void)tried.send(*transport, {{"127.0.0.1"}, {"::1"}});
  for (const std::string& address : tried.reached()) EXPECT_EQ(address, kAtPublic.front());

  EXPECT_TRUE(tried.send_to({{"10.0.0.1"}, {}}, true).ok()) << "this network lets through what the guard refuses";
  EXPECT_EQ(tried.reached(), Reached{"10.0.0.1"});
}

TEST(Rebinding, ANameThatTurnsPrivateIsRefusedWhereItConnects) {
  const test::TempDir dir;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (!testing::enter_own_network(dir.path(), kAddresses)) ::_exit(kNotAllowed);
    change_names();
    std::fflush(stdout);
    ::_exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNotAllowed) GTEST_SKIP() << "needs a network namespace of its own: run as root";
  EXPECT_EQ(WEXITSTATUS(status), 0) << "see above";
}

}  // namespace
}  // namespace shrike::alerts
