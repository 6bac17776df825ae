#include "alerts/tenant_channel.hpp"

#include <fmt/format.h>

namespace shrike::alerts {

namespace {

class TenantChannel final : public AlertChannel {
 public:
  TenantChannel(std::unique_ptr<AlertChannel> inner, std::string tenant, std::string target)
      : inner_(std::move(inner)),
        tenant_(std::move(tenant)),
        name_(tenant_channel_name(inner_->name(), tenant_)),
        target_(std::move(target)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::string_view tenant() const override { return tenant_; }
  [[nodiscard]] std::string target() const override { return target_; }
  [[nodiscard]] Request build(const Notice& notice, const Attempt& attempt) const override {
    return inner_->build(notice, attempt);
  }
  [[nodiscard]] bool tells(Event event) const override { return inner_->tells(event); }
  [[nodiscard]] TimeUs spacing_us() const override { return inner_->spacing_us(); }
  [[nodiscard]] bool refused_for_good(const Answer& answer) const override { return inner_->refused_for_good(answer); }

 private:
  std::unique_ptr<AlertChannel> inner_;
  std::string tenant_;
  std::string name_;
  std::string target_;
};

}  // namespace

AlertSettings settings_of_tenant(const AlertSettings& settings, const TenantChannels& own) {
  AlertSettings out = settings;
  out.tenants.clear();
  out.webhook = own.webhook;
  out.email.enabled = !own.email_to.empty();
  out.email.to = own.email_to;
  out.slack_url = own.slack_url;
  out.teams_url = own.teams_url;
  out.pagerduty.routing_key = own.pagerduty_routing_key;
  return out;
}

std::unique_ptr<AlertChannel> make_tenant_channel(std::unique_ptr<AlertChannel> inner, std::string tenant,
                                                  std::string target) {
  return std::make_unique<TenantChannel>(std::move(inner), std::move(tenant), std::move(target));
}

std::string tenant_channel_name(std::string_view channel, std::string_view tenant) {
  return fmt::format("{}@{}", channel, tenant);
}

}  // namespace shrike::alerts
