// The client of the Node benches: POST /analyze over keep-alive connections, from one thread.
// At a fixed rate (open loop) a request is due at its time whatever the answers do, and its time counts from then: a
// stall is charged to every request that was due during it, also to those that found no free connection. At rate 0
// (closed loop) each connection sends as soon as it is answered. Waits for the last answer; prints one line of JSON.
// Usage: bench_load PORT RATE SECONDS CONNECTIONS ID_PREFIX KEY
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <optional>

#include "support/request.hpp"
#include "support/times.hpp"

namespace {

using namespace shrike::bench;

constexpr std::int64_t kSecondNs = 1'000'000'000;
constexpr std::int64_t kDrainNsMax = 30 * kSecondNs;  // the server's own budget for an answer

struct Plan {
  std::uint16_t port;
  double rate;
  double seconds;
  std::size_t connections;
  std::string prefix;
  std::string key;
};

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

/// One request at a time.
struct Connection {
  int fd = -1;
  std::int64_t due_ns = 0;  ///< of the request in flight
  std::string received;
};

int connect_to(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("connect");
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

/// The status when the whole answer is there; 0 when it is none that can be read.
std::optional<int> status_of(const std::string& text) {
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const char* field = strcasestr(text.c_str(), "\r\ncontent-length:");
  if (field == nullptr || field > text.c_str() + end) return 0;
  const std::size_t length = std::strtoul(field + std::strlen("\r\ncontent-length:"), nullptr, 10);
  if (text.size() < end + 4 + length) return std::nullopt;
  return std::atoi(text.c_str() + std::strlen("HTTP/1.1 "));
}

class Client {
 public:
  explicit Client(const Plan& plan) : plan_(plan), connections_(plan.connections) {
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    for (std::size_t at = 0; at < connections_.size(); ++at) {
      connections_[at].fd = connect_to(plan.port);
      epoll_event event{.events = EPOLLIN, .data = {.u64 = at}};
      epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[at].fd, &event);
      idle_.push_back(at);
    }
  }

  void run() {
    start_ns_ = idle_since_ns_ = now_ns();
    end_ns_ = start_ns_ + static_cast<std::int64_t>(plan_.seconds * kSecondNs);
    planned_ = static_cast<std::uint64_t>(plan_.rate * plan_.seconds);
    while (alive() > 0 && now_ns() < end_ns_ + kDrainNsMax) {
      while (has_more() && !idle_.empty() && due_ns() <= now_ns()) send_next();
      if (!has_more() && idle_.size() == alive()) break;
      wait();
    }
    failed_ += alive() - idle_.size() + (open_loop() ? planned_ - sent_ : 0);
  }

  void print() {
    const double seconds = static_cast<double>(last_ns_ - start_ns_) / kSecondNs;
    fmt::print(R"({{"sent":{},"ok":{},"errors":{},"rate":{:.1f},{},"client_late_p99_us":{:.1f}}})"
               "\n",
               sent_, times_ns_.size(), failed_, static_cast<double>(times_ns_.size()) / seconds,
               quantiles_json(times_ns_), quantile_us(late_ns_, 0.99));
  }

 private:
  [[nodiscard]] std::size_t alive() const { return connections_.size() - broken_; }
  [[nodiscard]] bool open_loop() const { return plan_.rate > 0; }
  [[nodiscard]] bool has_more() const { return open_loop() ? sent_ < planned_ : now_ns() < end_ns_; }
  /// When the next request shall go.
  [[nodiscard]] std::int64_t due_ns() const {
    if (!open_loop()) return idle_since_ns_;
    return start_ns_ + static_cast<std::int64_t>(static_cast<double>(sent_) * kSecondNs / plan_.rate);
  }

  void send_next() {
    Connection& connection = connections_[idle_.front()];
    idle_.pop_front();
    const std::string request = analyze_request(plan_.prefix, sent_, plan_.key);
    const std::int64_t at_ns = now_ns();
    connection.due_ns = open_loop() ? due_ns() : at_ns;
    // Late for want of a connection is the server's doing; what comes on top is this client's.
    late_ns_.push_back(at_ns - std::max(connection.due_ns, idle_since_ns_));
    ++sent_;
    // Smaller than a socket's buffer: it goes in one piece, or the connection is broken, as the next read will tell.
    (void)!send(connection.fd, request.data(), request.size(), MSG_NOSIGNAL);
  }

  void wait() {
    const bool timed = has_more() && !idle_.empty();
    const std::int64_t wait_ns = timed ? std::max<std::int64_t>(0, due_ns() - now_ns()) : kSecondNs / 10;
    const timespec timeout{wait_ns / kSecondNs, wait_ns % kSecondNs};
    epoll_event events[64];
    const int ready = epoll_pwait2(epoll_, events, 64, &timeout, nullptr);
    for (int at = 0; at < ready; ++at) receive(events[at].data.u64);
  }

  void receive(std::size_t at) {
    Connection& connection = connections_[at];
    char bytes[16'384];
    const ssize_t got = recv(connection.fd, bytes, sizeof bytes, 0);
    if (got <= 0) return drop(at);
    connection.received.append(bytes, static_cast<std::size_t>(got));
    const auto status = status_of(connection.received);
    if (!status) return;
    last_ns_ = now_ns();
    if (*status == 200) {
      times_ns_.push_back(last_ns_ - connection.due_ns);
    } else {
      ++failed_;
    }
    connection.received.clear();
    if (idle_.empty()) idle_since_ns_ = last_ns_;
    idle_.push_back(at);
  }

  void drop(std::size_t at) {
    close(connections_[at].fd);
    ++broken_;
    // A busy one takes its request with it.
    if (std::erase(idle_, at) == 0) ++failed_;
  }

  const Plan plan_;
  std::vector<Connection> connections_;
  std::deque<std::size_t> idle_;
  int epoll_ = -1;
  std::int64_t start_ns_ = 0;
  std::int64_t end_ns_ = 0;
  std::int64_t last_ns_ = 0;
  std::int64_t idle_since_ns_ = 0;  ///< since then some connection was free
  std::uint64_t planned_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t failed_ = 0;
  std::size_t broken_ = 0;
  std::vector<std::int64_t> times_ns_;
  std::vector<std::int64_t> late_ns_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    fmt::print(stderr, "usage: bench_load PORT RATE SECONDS CONNECTIONS ID_PREFIX KEY\n");
    return 2;
  }
  prctl(PR_SET_TIMERSLACK, 1);  // wake when a request is due, not up to 50 us later
  Client client({static_cast<std::uint16_t>(std::atoi(argv[1])), std::atof(argv[2]), std::atof(argv[3]),
                 static_cast<std::size_t>(std::atoi(argv[4])), argv[5], argv[6]});
  client.run();
  client.print();
}
