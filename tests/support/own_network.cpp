#include "support/own_network.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

namespace shrike::testing {

namespace {

ifreq interface_of(const std::string& name) {
  ifreq request{};
  std::strncpy(request.ifr_name, name.c_str(), IFNAMSIZ - 1);
  return request;
}

bool give_address(int socket, std::size_t index, const std::string& address) {
  ifreq request = interface_of("lo:" + std::to_string(index));
  sockaddr_in plain{};
  plain.sin_family = AF_INET;
  if (::inet_pton(AF_INET, address.c_str(), &plain.sin_addr) != 1) return false;
  std::memcpy(&request.ifr_addr, &plain, sizeof plain);
  if (::ioctl(socket, SIOCSIFADDR, &request) != 0) return false;
  // The address alone, not the network that it would be part of.
  plain.sin_addr.s_addr = INADDR_NONE;
  std::memcpy(&request.ifr_netmask, &plain, sizeof plain);
  return ::ioctl(socket, SIOCSIFNETMASK, &request) == 0;
}

bool set_up_loopback(const std::vector<std::string>& addresses) {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request = interface_of("lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  bool done = ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
  for (std::size_t i = 0; i < addresses.size(); ++i) done = done && give_address(socket, i + 1, addresses[i]);
  ::close(socket);
  return done;
}

bool replace(const std::string& own, const char* path, const char* text) {
  std::ofstream(own) << text;
  return ::mount(own.c_str(), path, nullptr, MS_BIND, nullptr) == 0;
}

}  // namespace

bool enter_own_network(const std::string& folder, const std::vector<std::string>& addresses) {
  constexpr int kOwn = CLONE_NEWNET | CLONE_NEWNS;
  if (::unshare(kOwn) != 0 && ::unshare(kOwn | CLONE_NEWUSER) != 0) return false;
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 && set_up_loopback(addresses) &&
         replace(folder + "/resolv.conf", "/etc/resolv.conf", "nameserver 127.0.0.1\n") &&
         replace(folder + "/nsswitch.conf", "/etc/nsswitch.conf", "hosts: dns\n");
}

}  // namespace shrike::testing
