#include "shrike/api/live_channel.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model_json.hpp"
#include "shrike/base/time_text.hpp"
#include "stream_json.hpp"

namespace shrike::api {

namespace {

constexpr std::uint16_t kCloseSignedOut = 4401;
constexpr std::uint16_t kCloseForbidden = 4403;

std::shared_ptr<const std::string> frame(std::string_view type, std::uint64_t seq, std::string_view data) {
  return std::make_shared<const std::string>(fmt::format(R"({{"type":"{}","seq":{},"data":{}}})", type, seq, data));
}

std::string health_of(const PipelineView& view) {
  std::string text;
  JsonWriter out(text);
  write_health(out, view);
  return text;
}

}  // namespace

LiveChannel::LiveChannel(sinks::Live& live, const PipelineControl& pipeline, const Clock& clock, ServerFacts facts)
    : live_(live),
      pipeline_(pipeline),
      clock_(clock),
      facts_(std::move(facts)),
      meter_(std::make_unique<RateMeter>()) {}

LiveChannel::~LiveChannel() = default;

void LiveChannel::join(std::shared_ptr<server::WebSocketConnection> connection, const access::Identity& identity) {
  if (identity.tenant != facts_.tenant)
    return connection->close(kCloseForbidden, "this is the live channel of another tenant");
  clients_.push_back({std::move(connection), identity});
  hello(clients_.back());
}

void LiveChannel::text(const std::shared_ptr<server::WebSocketConnection>& connection, std::string_view text) {
  const auto client = std::ranges::find(clients_, connection, &Client::connection);
  if (client == clients_.end()) return;
  if (text == R"({"type":"hello"})") return hello(*client);
  connection->close(server::kClosePolicy, "expected {\"type\":\"hello\"}");
}

void LiveChannel::leave(const std::shared_ptr<server::WebSocketConnection>& connection) {
  std::erase_if(clients_, [&](const Client& client) { return client.connection == connection; });
}

void LiveChannel::hello(const Client& client) {
  std::string data;
  JsonWriter out(data);
  out.begin_object();
  out.key("server");
  out.begin_object();
  out.field("name", "Shrike");
  out.field("version", facts_.version);
  out.field("started_at", format_time(facts_.started_at_us));
  out.field("demo", facts_.demo);
  out.field("durability", facts_.durability);
  out.field("store", facts_.store);
  out.end_object();
  out.key("session");
  out.begin_object();
  out.field("role", to_string(client.identity.role));
  out.field("tenant", client.identity.tenant);
  out.end_object();
  out.field("time", format_time(clock_.now_us()));
  out.key("stats");
  out.raw(stats("[]"));
  out.key("history");
  live_.write_history(out);
  out.key("decisions");
  live_.write_decisions(out);
  out.key("alerts");
  live_.write_alerts(out);
  out.key("health");
  out.raw(health_of(pipeline_.view()));
  out.end_object();
  client.connection->send(frame("hello", seq_, data));
  ++sent_;
}

std::string LiveChannel::stats(std::string_view points) {
  std::string data;
  JsonWriter out(data);
  out.begin_object();
  out.field("time", format_time(clock_.now_us()));
  live_.write_totals(out);
  out.key("points");
  out.raw(points);
  write_pipeline(out, pipeline_.view(), *meter_, clock_.steady_us());
  out.end_object();
  return data;
}

std::string LiveChannel::pipeline_json() {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  write_pipeline(out, pipeline_.view(), *meter_, clock_.steady_us());
  out.end_object();
  return body;
}

void LiveChannel::close_signed_out() {
  if (access_ == nullptr) return;
  const auto clients = clients_;  // a close takes one out of clients_
  for (const Client& client : clients) {
    if (!access_->holds(client.identity)) client.connection->close(kCloseSignedOut, "signed out");
  }
}

void LiveChannel::tick() {
  close_signed_out();
  auto fresh = live_.tick();
  for (const std::string& alert : fresh.alerts) broadcast("alert", alert);
  if (fresh.decisions) broadcast("decisions", *fresh.decisions);
  broadcast("stats", stats(fresh.points));
  std::string health = health_of(pipeline_.view());
  if (health != last_health_) {
    broadcast("health", health);
    last_health_ = std::move(health);
  }
  if (models_ == nullptr) return;
  std::string training;
  JsonWriter out(training);
  write_training(out, models_->training());
  if (!last_training_.empty() && training != last_training_) broadcast("training", training);
  last_training_ = std::move(training);
}

void LiveChannel::broadcast(std::string_view type, std::string_view data) {
  const auto text = frame(type, ++seq_, data);
  // A full queue may end a connection while we send, which takes it out of clients_.
  const auto clients = clients_;
  for (const Client& client : clients) client.connection->send(text);
  sent_ += clients.size();
}

}  // namespace shrike::api
