#pragma once
// Certificates made by the test itself.
#include <string>

#include "shrike/base/clock.hpp"

namespace shrike::testing {

struct CertificateFiles {
  std::string certificate;
  std::string key;
};

struct CertificateWishes {
  TimeUs lasts_us = 30 * kDayUs;  ///< from now on; may be negative
  int rsa_bits = 0;               ///< 0: a key on P-256
  std::string passphrase;         ///< of the key; empty = none
};

/// Makes a certificate of localhost and 127.0.0.1 that is its own authority, and writes it and its key over what the
/// files held. Throws std::runtime_error.
void write_certificate(const CertificateFiles& files, const CertificateWishes& wishes = {});

}  // namespace shrike::testing
