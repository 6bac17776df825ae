#pragma once
// Beast's HTTP parser with our limits: fields are views, trailers are ignored, chunks are counted.
// One object per request; I/O thread only.
#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/guard.hpp"

namespace shrike::server {

struct BodyLimits {
  std::size_t bytes_max = 0;
  std::size_t overhead_bytes_max = 0;
  std::size_t chunks_max = 0;
};

/// A route's limit with what framing may cost on top.
BodyLimits body_limits(std::size_t body_limit_bytes, const ServerSettings& settings);

class MessageParser final : public boost::beast::http::basic_parser<true> {
 public:
  /// `fields` is scratch space that the caller reuses; it must outlive the parser.
  MessageParser(std::size_t header_bytes_max, std::vector<FieldView>& fields);

  /// `bytes` is one whole header section; the views of head() point into it.
  std::optional<Refusal> parse_head(std::string_view bytes);
  [[nodiscard]] HeadView head() const;

  /// Where the body goes and how long it may be; nullptr throws it away. Call between head and body.
  void expect_body(std::string* body, const BodyLimits& limits);
  /// Uses what it can of `bytes`, sets `used`. A refusal is final.
  std::optional<Refusal> parse_body(std::string_view bytes, std::size_t& used);

  /// Of Content-Length; nothing when chunked or without a body.
  [[nodiscard]] std::optional<std::uint64_t> length() const;
  /// Body bytes and framing used so far.
  [[nodiscard]] std::size_t used_bytes() const { return used_bytes_; }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Error&) override;
  void on_response_impl(int, Text, int, Error&) override {}
  void on_field_impl(boost::beast::http::field, Text name, Text value, Error&) override;
  void on_header_impl(Error&) override { head_done_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(Text bytes, Error& error) override;
  void on_chunk_header_impl(std::uint64_t, Text, Error& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error& error) override {
    return on_body_impl(bytes, error);
  }
  void on_finish_impl(Error&) override {}

  [[nodiscard]] bool awaits_last_chunk(std::string_view bytes) const;

  std::string_view method_;
  std::string_view target_;
  int version_ = 11;
  bool head_done_ = false;
  std::vector<FieldView>& fields_;
  std::string* body_ = nullptr;
  BodyLimits limits_;
  std::size_t body_bytes_ = 0;
  std::size_t used_bytes_ = 0;
  std::size_t chunks_ = 0;
};

}  // namespace shrike::server
