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
      meter_(std::make_unique<RateMeter>()),
      meter_at_rest_(std::make_unique<RateMeter>()) {
  channels_.emplace(access::kOperatorTenant, Channel());
}

LiveChannel::~LiveChannel() = default;

void LiveChannel::join(std::shared_ptr<server::WebSocketConnection> connection, const access::Identity& identity,
                       const std::string& address) {
  if (!live_.admit(identity.tenant))
    return connection->close(kCloseForbidden, "there are too many tenants for a live channel of this one");
  // What came before anybody looked is in hello already.
  const auto [channel, fresh] = channels_.emplace(identity.tenant, Channel());
  if (fresh) {
    (void)live_.tick(identity.tenant);
    channel->second.last_training = training_of(identity.tenant);
  }
  channel->second.clients.push_back({std::move(connection), identity, address});
  ++clients_;
  hello(channel->second, Client(channel->second.clients.back()));
}

void LiveChannel::text(const std::shared_ptr<server::WebSocketConnection>& connection, std::string_view text) {
  for (auto& [tenant, channel] : channels_) {
    const auto client = std::ranges::find(channel.clients, connection, &Client::connection);
    if (client == channel.clients.end()) continue;
    if (text == R"({"type":"hello"})") return hello(channel, Client(*client));
    return connection->close(server::kClosePolicy, "expected {\"type\":\"hello\"}");
  }
}

void LiveChannel::leave(const std::shared_ptr<server::WebSocketConnection>& connection) {
  for (auto of = channels_.begin(); of != channels_.end(); ++of) {
    auto& clients = of->second.clients;
    const auto client = std::ranges::find(clients, connection, &Client::connection);
    if (client == clients.end()) continue;
    clients.erase(client);
    --clients_;
    if (clients.empty() && of->first != access::kOperatorTenant) channels_.erase(of);
    return;
  }
}

PipelineView LiveChannel::view_of(const std::string& tenant) const {
  PipelineView view = pipeline_.view();
  return tenant == access::kOperatorTenant ? view : tenant_view(view, live_.event_time_us(tenant));
}

RateMeter& LiveChannel::meter_of(const std::string& tenant) {
  return tenant == access::kOperatorTenant ? *meter_ : *meter_at_rest_;
}

void LiveChannel::hello(Channel& channel, const Client& client) {
  const std::string& tenant = client.identity.tenant;
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
  out.field("tenant", tenant);
  out.end_object();
  out.field("time", format_time(clock_.now_us()));
  out.key("stats");
  out.raw(stats(tenant, "[]"));
  out.key("history");
  live_.write_history(out, tenant);
  out.key("decisions");
  live_.write_decisions(out, tenant);
  out.key("alerts");
  live_.write_alerts(out, tenant);
  out.key("health");
  out.raw(health_of(view_of(tenant)));
  out.end_object();
  ++sent_;
  client.connection->send(frame("hello", channel.seq, data));  // a full queue may end the client and its channel
}

std::string LiveChannel::stats(const std::string& tenant, std::string_view points) {
  std::string data;
  JsonWriter out(data);
  out.begin_object();
  out.field("time", format_time(clock_.now_us()));
  live_.write_totals(out, tenant);
  out.key("points");
  out.raw(points);
  write_pipeline(out, view_of(tenant), meter_of(tenant), clock_.steady_us());
  out.end_object();
  return data;
}

std::string LiveChannel::pipeline_json(const std::string& tenant) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  write_pipeline(out, view_of(tenant), meter_of(tenant), clock_.steady_us());
  out.end_object();
  return body;
}

void LiveChannel::close_unwelcome() {
  if (access_ == nullptr) return;
  std::vector<Client> all;  // a close takes one out of its channel
  for (const auto& [tenant, channel] : channels_) std::ranges::copy(channel.clients, std::back_inserter(all));
  for (const Client& client : all) {
    if (!access_->holds(client.identity)) {
      client.connection->close(kCloseSignedOut, "signed out");
    } else if (!access_->admits(client.identity.tenant, client.address)) {
      client.connection->close(kCloseForbidden, "this tenant takes no requests from this address");
    }
  }
}

void LiveChannel::tick() {
  close_unwelcome();
  std::vector<std::string> tenants;  // a channel may go while its clients are sent to
  for (const auto& [tenant, channel] : channels_) tenants.push_back(tenant);
  for (const std::string& tenant : tenants) {
    tick(tenant);
    tick_training(tenant);
  }
}

void LiveChannel::tick(const std::string& tenant) {
  auto fresh = live_.tick(tenant);
  for (const std::string& alert : fresh.alerts) broadcast(tenant, "alert", alert);
  if (fresh.decisions) broadcast(tenant, "decisions", *fresh.decisions);
  broadcast(tenant, "stats", stats(tenant, fresh.points));
  std::string health = health_of(view_of(tenant));
  const auto channel = channels_.find(tenant);
  if (channel == channels_.end() || channel->second.last_health == health) return;
  channel->second.last_health = health;
  broadcast(tenant, "health", health);
}

std::string LiveChannel::training_of(const std::string& tenant) const {
  std::string training;
  if (models_ == nullptr) return training;
  JsonWriter out(training);
  write_training(out, models_->training(tenant));
  return training;
}

void LiveChannel::tick_training(const std::string& tenant) {
  const auto channel = channels_.find(tenant);
  if (models_ == nullptr || channel == channels_.end()) return;
  std::string training = training_of(tenant);
  const std::string before = std::exchange(channel->second.last_training, training);
  if (!before.empty() && training != before) broadcast(tenant, "training", training);
}

void LiveChannel::broadcast(const std::string& tenant, std::string_view type, std::string_view data) {
  const auto channel = channels_.find(tenant);
  if (channel == channels_.end()) return;
  const auto text = frame(type, ++channel->second.seq, data);
  // A full queue may end a connection while we send, which takes it out of its channel.
  const auto clients = channel->second.clients;
  for (const Client& client : clients) client.connection->send(text);
  sent_ += clients.size();
}

}  // namespace shrike::api
