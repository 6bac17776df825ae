#include "server/message_parser.hpp"

#include <boost/beast/http/error.hpp>

namespace shrike::server {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kChunkedScalingBytes = 4 * 1024 * 1024;
constexpr std::size_t kLastChunkBytes = 5;

std::string_view plain(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

BodyLimits body_limits(std::size_t body_limit_bytes, const ServerSettings& settings) {
  std::size_t chunks_max = settings.chunks_max;
  if (body_limit_bytes > kChunkedScalingBytes) chunks_max += (body_limit_bytes - kChunkedScalingBytes) / 1024;
  return {body_limit_bytes, settings.body_overhead_bytes_max, chunks_max};
}

MessageParser::MessageParser(std::size_t header_bytes_max, std::vector<FieldView>& fields) : fields_(fields) {
  fields_.clear();
  header_limit(static_cast<std::uint32_t>(header_bytes_max));
  body_limit(boost::none);  // the limit is known only after the application saw the head
  eager(true);
}

std::optional<Refusal> MessageParser::parse_head(std::string_view bytes) {
  Error error;
  put({bytes.data(), bytes.size()}, error);
  if (error == http::error::header_limit) return Refusal{431, "the header section is too long"};
  if (error || !is_header_done()) return Refusal{400, "the header section is not valid HTTP"};
  return std::nullopt;
}

HeadView MessageParser::head() const { return {method_, target_, version_, fields_}; }

void MessageParser::expect_body(std::string* body, const BodyLimits& limits) {
  body_ = body;
  limits_ = limits;
  body_limit(limits.bytes_max);  // refuses a chunk by its size line, before its data
}

std::optional<Refusal> MessageParser::parse_body(std::string_view bytes, std::size_t& used) {
  used = 0;
  if (awaits_last_chunk(bytes)) return std::nullopt;
  Error error;
  used = put({bytes.data(), bytes.size()}, error);
  used_bytes_ += used;
  if (error == http::error::body_limit) return Refusal{413, "the body is longer than this path takes"};
  if (used_bytes_ > limits_.bytes_max + limits_.overhead_bytes_max) {
    return Refusal{413, "too many bytes around the body's chunks"};
  }
  if (chunks_ > limits_.chunks_max) return Refusal{413, "the body has too many chunks"};
  if (error && error != http::error::need_more) return Refusal{400, "the body is not framed as its header says"};
  return std::nullopt;
}

// Beast 1.81 asserts, when the last chunk is offered for a second time, that 5 bytes of it are there, yet takes 3 at the
// first offer when no chunk came before; 5 is what the shortest body, "0\r\n\r\n", has.
bool MessageParser::awaits_last_chunk(std::string_view bytes) const {
  return chunked() && chunks_ == 0 && bytes.size() < kLastChunkBytes && bytes.starts_with('0');
}

std::optional<std::uint64_t> MessageParser::length() const {
  const auto value = content_length();
  return value ? std::optional<std::uint64_t>(*value) : std::nullopt;
}

void MessageParser::on_request_impl(http::verb, Text method, Text target, int version, Error&) {
  method_ = plain(method);
  target_ = plain(target);
  version_ = version;
}

void MessageParser::on_field_impl(http::field, Text name, Text value, Error&) {
  if (!head_done_) fields_.push_back({plain(name), plain(value)});  // else a trailer
}

std::size_t MessageParser::on_body_impl(Text bytes, Error& error) {
  body_bytes_ += bytes.size();
  if (body_bytes_ > limits_.bytes_max) {
    error = http::error::body_limit;
    return 0;
  }
  if (body_ != nullptr) body_->append(bytes.data(), bytes.size());
  return bytes.size();
}

void MessageParser::on_chunk_header_impl(std::uint64_t, Text, Error& error) {
  if (++chunks_ > limits_.chunks_max) error = http::error::body_limit;
}

}  // namespace shrike::server
