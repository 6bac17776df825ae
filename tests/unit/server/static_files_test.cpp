#include "shrike/server/static_files.hpp"

#include <gtest/gtest.h>

namespace shrike::server {
namespace {

constexpr EmbeddedFile kFiles[] = {
    {"index.html", "<html>"},
    {"assets/index-BX3k9aZ1.js", "plain"},
    {"assets/index-BX3k9aZ1.js.br", "brotli"},
    {"assets/index-BX3k9aZ1.js.gz", "gzip"},
    {"assets/my-elements.css", "css"},
    {"only.gz", "archive"},
};

std::string header(const Response& response, std::string_view name) {
  for (const auto& item : response.headers) {
    if (item.first == name) return item.second;
  }
  return "";
}

Response serve(std::string_view name, std::string_view accept_encoding = "", std::string_view if_none_match = "") {
  const StaticFiles files(kFiles);
  RequestHead head;
  if (!accept_encoding.empty()) head.add_header("accept-encoding", accept_encoding);
  if (!if_none_match.empty()) head.add_header("If-None-Match", if_none_match);
  auto response = files.serve(head, name);
  return response ? std::move(*response) : Response{.status = 404};
}

constexpr std::string_view kScript = "assets/index-BX3k9aZ1.js";

TEST(StaticFiles, ChoosesTheEncoding) {
  EXPECT_EQ(serve(kScript).static_body, "plain");
  EXPECT_EQ(serve(kScript, "gzip, deflate, br").static_body, "brotli");
  EXPECT_EQ(serve(kScript, "gzip, deflate").static_body, "gzip");
  EXPECT_EQ(serve(kScript, "br;q=0, gzip;q=0.1").static_body, "gzip");
  EXPECT_EQ(serve(kScript, "*").static_body, "brotli");
  EXPECT_EQ(serve(kScript, "*;q=0").static_body, "plain");
  EXPECT_EQ(serve(kScript, "br;q=0.0,*;q=0").static_body, "plain");
  EXPECT_EQ(serve(kScript, "identity").static_body, "plain");
  EXPECT_EQ(header(serve(kScript, "br"), "Content-Encoding"), "br");
  EXPECT_EQ(header(serve(kScript), "Content-Encoding"), "");
  EXPECT_EQ(header(serve(kScript), "Vary"), "Accept-Encoding");
  EXPECT_EQ(header(serve("index.html"), "Vary"), "");
  EXPECT_EQ(serve(kScript, "br").content_type, "text/javascript; charset=utf-8");
}

TEST(StaticFiles, EachVariantHasItsOwnStrongTag) {
  const std::string plain = header(serve(kScript), "ETag");
  const std::string brotli = header(serve(kScript, "br"), "ETag");
  EXPECT_NE(plain, brotli);
  EXPECT_TRUE(plain.starts_with('"') && plain.ends_with('"'));
  EXPECT_EQ(serve(kScript, "", plain).status, 304);
  EXPECT_EQ(serve(kScript, "br", plain).status, 200);
  EXPECT_EQ(serve(kScript, "br", "\"x\", W/" + brotli).status, 304);
  EXPECT_EQ(serve(kScript, "", "*").status, 304);
  EXPECT_EQ(serve(kScript, "", "\"x\"").status, 200);
  EXPECT_EQ(header(serve(kScript, "", plain), "ETag"), plain);
  EXPECT_TRUE(serve(kScript, "", plain).static_body.empty());
}

TEST(StaticFiles, CachesOnlyHashedNamesForEver) {
  EXPECT_EQ(header(serve(kScript), "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(header(serve("assets/my-elements.css"), "Cache-Control"), "no-cache");
  EXPECT_EQ(header(serve("index.html"), "Cache-Control"), "no-cache");
}

TEST(StaticFiles, AnswersOnlyKnownNamesAndReads) {
  EXPECT_EQ(serve("nothing").status, 404);
  EXPECT_EQ(serve("").status, 404);
  EXPECT_EQ(serve("only.gz").static_body, "archive");
  RequestHead head;
  head.method = Method::post;
  EXPECT_FALSE(StaticFiles(kFiles).serve(head, "index.html"));
  EXPECT_EQ(content_type_of("index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(content_type_of("x"), "application/octet-stream");
}

}  // namespace
}  // namespace shrike::server
