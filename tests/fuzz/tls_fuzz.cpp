// TLS over a transport, from the server's side. The first byte says in which portions bytes come and go, and who sends:
// a peer who sends the rest as it is and must be given nothing, or a true client whose words the rest are.
#include <openssl/ssl.h>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fstream>
#include <functional>
#include <iterator>

#include "server/tls_context.hpp"
#include "server/tls_transport.hpp"
#include "shrike/base/diag.hpp"
#include "support/certificates.hpp"
#include "support/temp_dir.hpp"

namespace {

namespace asio = boost::asio;
using namespace shrike;
using namespace shrike::server;

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

SSL_CTX* server_context() {
  static const TlsContext made = [] {
    const test::TempDir dir;
    const testing::CertificateFiles files{dir.file("certificate.pem"), dir.file("key.pem")};
    testing::write_certificate(files);
    return std::move(make_tls_context(text_of(files.certificate), text_of(files.key)).value());
  }();
  return made.context.get();
}

SSL_CTX* client_context() {
  static SSL_CTX* const made = SSL_CTX_new(TLS_client_method());
  return made;
}

/// Both directions between the server and whoever is at the other end.
struct Wire {
  std::string to_server, to_client;
  std::size_t step = 1;
};

class WireTransport final : public Transport {
 public:
  /// `starved` lets the other end go on, and says whether it is not done yet.
  WireTransport(asio::io_context& context, Wire& wire, std::function<bool()> starved)
      : context_(context), wire_(wire), starved_(std::move(starved)) {}

  asio::any_io_executor executor() override { return context_.get_executor(); }
  void async_read_some(asio::mutable_buffer room, Completion done) override {
    asio::post(context_, [this, room, done = std::move(done)]() mutable {
      // What the other end waits for may still be on its way to it.
      if (wire_.to_server.empty() && starved_() && wire_.to_server.empty())
        return async_read_some(room, std::move(done));
      const std::size_t size = asio::buffer_copy(asio::buffer(room, wire_.step), asio::buffer(wire_.to_server));
      wire_.to_server.erase(0, size);
      done(size == 0 ? ErrorCode(asio::error::eof) : ErrorCode(), size);
    });
  }
  std::size_t write_some(const ConstBuffers& buffers, ErrorCode& error) override {
    error = {};
    if (++writes_ % 3 == 0) error = asio::error::would_block;
    if (error) return 0;
    const auto piece = asio::buffer(buffers[0], wire_.step);
    wire_.to_client.append(static_cast<const char*>(piece.data()), piece.size());
    return piece.size();
  }
  void async_write_some(const ConstBuffers&, Completion) override { SHRIKE_ASSERT(false); }
  void async_wait_writable(Completion done) override {
    asio::post(context_, [done = std::move(done)]() mutable { done({}, 0); });
  }
  void shutdown_send() override {}
  void close() override {}

 private:
  asio::io_context& context_;
  Wire& wire_;
  const std::function<bool()> starved_;
  std::size_t writes_ = 0;
};

/// A client that shakes hands, says its words and ends.
class Client {
 public:
  Client(Wire& wire, std::string_view words) : wire_(wire), words_(words), ssl_(SSL_new(client_context())) {
    SSL_set_bio(ssl_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl_);
  }
  ~Client() { SSL_free(ssl_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Takes what came and answers it; false when that was all.
  bool go_on() {
    if (spoken_) return false;
    BIO_write(SSL_get_rbio(ssl_), wire_.to_client.data(), static_cast<int>(wire_.to_client.size()));
    wire_.to_client.clear();
    spoken_ = SSL_do_handshake(ssl_) == 1;
    if (spoken_) {
      SHRIKE_ASSERT(words_.empty() || SSL_write(ssl_, words_.data(), static_cast<int>(words_.size())) > 0);
      SSL_shutdown(ssl_);
    }
    wire_.to_server.resize(BIO_ctrl_pending(SSL_get_wbio(ssl_)));
    BIO_read(SSL_get_wbio(ssl_), wire_.to_server.data(), static_cast<int>(wire_.to_server.size()));
    return true;
  }

 private:
  Wire& wire_;
  const std::string_view words_;
  SSL* const ssl_;
  bool spoken_ = false;
};

struct Heard {
  std::string text;
  boost::system::error_code end;
};

void read(Transport& line, std::array<char, 64>& room, Heard& heard) {
  line.async_read_some(asio::buffer(room), Completion([&](const boost::system::error_code& error, std::size_t bytes) {
                         heard.text.append(room.data(), bytes);
                         heard.end = error;
                         if (!error) read(line, room, heard);
                       }));
}

Heard hear(Wire& wire, const std::function<bool()>& starved) {
  asio::io_context context;
  Metrics metrics;
  const ManualClock clock;
  const auto line = make_tls_transport(server_context(), std::make_unique<WireTransport>(context, wire, starved),
                                       std::make_shared<TlsCounts>(metrics, clock), "peer");
  std::array<char, 64> room{};
  Heard heard;
  read(*line, room, heard);
  context.run();
  SHRIKE_ASSERT(heard.end);
  boost::system::error_code error;
  if (heard.end != asio::error::eof) {
    SHRIKE_ASSERT(line->write_some({asio::buffer("secret", 6)}, error) == 0 && error);
  }
  line->close();
  context.restart();
  context.run();
  return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  static const bool kQuiet = diag::set_level("off").ok();
  SHRIKE_ASSERT(kQuiet);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Wire wire;
  wire.step = 1U + data[0] % 64U;
  if (data[0] < 128) {
    wire.to_server = bytes;
    const Heard heard = hear(wire, [] { return false; });
    SHRIKE_ASSERT(heard.text.empty() && heard.end != asio::error::eof);
  } else {
    Client client(wire, bytes.substr(0, 16'384));
    const Heard heard = hear(wire, [&] { return client.go_on(); });
    SHRIKE_ASSERT(heard.text == bytes.substr(0, 16'384) && heard.end == asio::error::eof);
  }
  return 0;
}
