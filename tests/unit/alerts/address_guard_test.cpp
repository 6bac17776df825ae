#include "alerts/address_guard.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <string>

namespace shrike::alerts {
namespace {

bool refused(const std::string& text) {
  sockaddr_storage storage{};
  if (text.find(':') == std::string::npos) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    v4.sin_family = AF_INET;
    EXPECT_EQ(::inet_pton(AF_INET, text.c_str(), &v4.sin_addr), 1) << text;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    v6.sin6_family = AF_INET6;
    EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
  }
  return is_private_address(reinterpret_cast<const sockaddr&>(storage));
}

TEST(AddressGuard, RefusesWhatEveryNetworkHasForItself) {
  for (const char* address :
       {"0.0.0.0",     "10.0.0.1",        "10.255.255.255", "100.64.0.1",     "100.127.255.255", "127.0.0.1",
        "127.255.0.9", "169.254.169.254", "172.16.0.1",     "172.31.255.255", "192.0.0.1",       "192.0.2.1",
        "192.168.1.1", "198.18.0.1",      "198.19.255.255", "198.51.100.7",   "203.0.113.7",     "224.0.0.1",
        "239.1.1.1",   "240.0.0.1",       "255.255.255.255"})
    EXPECT_TRUE(refused(address)) << address;
}

TEST(AddressGuard, RefusesThemAlsoInsideIpv6) {
  for (const char* address :
       {"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "ff02::1", "64:ff9b::127.0.0.1", "64:ff9b::10.1.2.3", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:c0a8:101::1",
        "2001::1", "2001:db8::1", "100::1"})
    EXPECT_TRUE(refused(address)) << address;
}

TEST(AddressGuard, LetsPublicAddressesThrough) {
  for (const char* address : {"1.1.1.1",          "8.8.8.8",         "9.255.255.255",        "11.0.0.1",
                              "100.63.255.255",   "100.128.0.1",     "126.255.255.255",      "128.0.0.1",
                              "169.253.0.1",      "172.15.255.255",  "172.32.0.1",           "192.0.1.1",
                              "192.167.255.255",  "192.169.0.1",     "198.17.255.255",       "198.20.0.1",
                              "223.255.255.255",  "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8",
                              "64:ff9b::8.8.8.8", "2002:808:808::1"})
    EXPECT_FALSE(refused(address)) << address;
}

TEST(AddressGuard, OtherFamiliesAreNoReceivers) {
  sockaddr local{};
  local.sa_family = AF_UNIX;
  EXPECT_TRUE(is_private_address(local));
}

}  // namespace
}  // namespace shrike::alerts
