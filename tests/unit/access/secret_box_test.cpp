#include "shrike/access/secret_box.hpp"

#include <gtest/gtest.h>

#include "shrike/access/totp.hpp"

namespace shrike::access {
namespace {

SecretBox box_of(char digit) { return SecretBox::make(std::string(64, digit)).value(); }

TEST(SecretBox, GivesBackWhatItSealedToItsOwnerOnly) {
  const SecretBox box = box_of('1');
  const std::string sealed = box.seal("JBSWY3DPEHPK3PXP", "anna");
  EXPECT_EQ(sealed.find("JBSWY"), std::string::npos);
  EXPECT_EQ(box.open(sealed, "anna"), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(box.open(sealed, "bert"), std::nullopt);
  EXPECT_EQ(box_of('2').open(sealed, "anna"), std::nullopt);
  EXPECT_NE(box.seal("JBSWY3DPEHPK3PXP", "anna"), sealed) << "equal secrets look different";
  EXPECT_EQ(box.open(box.seal("", "anna"), "anna"), "");
}

TEST(SecretBox, OpensNothingThatWasChanged) {
  const SecretBox box = box_of('1');
  const std::string sealed = box.seal("JBSWY3DPEHPK3PXP", "anna");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(box.open(changed, "anna"), std::nullopt) << at;
    EXPECT_EQ(box.open(sealed.substr(0, at), "anna"), std::nullopt) << at;
  }
  for (const char* text : {"", "v1.", "v1.!!!", "JBSWY3DPEHPK3PXP"}) EXPECT_EQ(box.open(text, "anna"), std::nullopt);
}

TEST(SecretBox, IsToldFromASecretInBase32) {
  EXPECT_TRUE(SecretBox::is_sealed(box_of('1').seal("x", "anna")));
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(SecretBox::is_sealed(make_totp_secret()));
}

TEST(SecretBox, NeedsAWholeKey) {
  for (const std::string& key : {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g')})
    EXPECT_FALSE(SecretBox::make(key).ok()) << key;
}

TEST(SecretBox, ASecondFactorIsOfOneUserOfOneTenant) {
  const SecretBox box = box_of('1');
  store::User anna;
  anna.tenant = "acme";
  anna.name = "anna";
  anna.totp_secret = seal_totp_secret(box, anna, "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(open_totp_secret(box, anna), "JBSWY3DPEHPK3PXP");
  store::User thief = anna;
  thief.name = "thief";
  EXPECT_EQ(open_totp_secret(box, thief), std::nullopt);
  thief = anna;
  thief.tenant = "globex";
  EXPECT_EQ(open_totp_secret(box, thief), std::nullopt);
}

}  // namespace
}  // namespace shrike::access
