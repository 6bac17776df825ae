#include "alerts/channels/mail_text.hpp"

#include <gtest/gtest.h>

#include "alerts/plain_text.hpp"
#include "shrike/alerts/text_checks.hpp"

namespace shrike::alerts {
namespace {

Mail sample() {
  return {.from = "shrike@bank.example",
          .to = {"a@bank.example", "b@bank.example"},
          .subject = "[Shrike] Critical",
          .message_id = "msg_al_1@bank.example",
          .date_us = 1'777'807'200'000'000,
          .urgent = false,
          .text = "Hello\n",
          .html = "<p>Hello</p>"};
}

TEST(MailText, IsAMessageWithBothForms) {
  EXPECT_EQ(mail_text(sample()),
            "Date: Sun, 03 May 2026 11:20:00 +0000\r\n"
            "From: <shrike@bank.example>\r\n"
            "To: <a@bank.example>, <b@bank.example>\r\n"
            "Subject: [Shrike] Critical\r\n"
            "Message-ID: <msg_al_1@bank.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: multipart/alternative; boundary=\"=_shrike_part\"\r\n"
            "\r\n"
            "--=_shrike_part\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "\r\n"
            "SGVsbG8K\r\n"
            "--=_shrike_part\r\n"
            "Content-Type: text/html; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "\r\n"
            "PHA+SGVsbG88L3A+\r\n"
            "--=_shrike_part--\r\n");
}

TEST(MailText, ASubjectCannotBecomeAHeader) {
  Mail mail = sample();
  mail.subject = "x\r\nBcc: thief@example.com\r\n\r\nbody";
  const std::string text = mail_text(mail);
  EXPECT_NE(text.find("\r\nSubject: x  Bcc: thief@example.com    body\r\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("\r\nBcc:"), std::string::npos);
}

TEST(MailText, OtherLettersBecomeEncodedWords) {
  Mail mail = sample();
  mail.subject = "Prüfung";
  EXPECT_NE(mail_text(mail).find("Subject: =?UTF-8?B?UHLDvGZ1bmc=?=\r\n"), std::string::npos);
  mail.subject.clear();
  for (int at = 0; at < 60; ++at) mail.subject += "é";
  const std::string text = mail_text(mail);
  const std::size_t start = text.find("Subject: ");
  const std::string subject = text.substr(start, text.find("Message-ID") - start);
  for (std::size_t at = 0; at < subject.size();) {
    const std::size_t end = subject.find("\r\n", at);
    EXPECT_LE(end - at, 84U) << "folded";
    at = end + 2;
  }
}

TEST(MailText, AddressesAreChecked) {
  for (const char* good : {"a@b", "first.last+tag@mail.example.com"}) EXPECT_TRUE(is_mail_address(good)) << good;
  for (const char* bad : {"", "a", "@b", "a@", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "A <a@b>", "a@b,c@d", "a@b\n"})
    EXPECT_FALSE(is_mail_address(bad)) << bad;
}

TEST(PlainText, CutsBetweenCharacters) {
  EXPECT_EQ(cut("abcdef", 6), "abcdef");
  EXPECT_EQ(cut("abcdefg", 6), "abc…");
  EXPECT_EQ(cut("aéééé", 8), "aéé…");
  EXPECT_EQ(one_line("a\tb\nc\x7F"), "a b c ");
}

TEST(PlainText, HtmlIsText) { EXPECT_EQ(html_escaped("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"); }

}  // namespace
}  // namespace shrike::alerts
