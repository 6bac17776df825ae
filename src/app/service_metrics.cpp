#include "service_parts.hpp"
#include "shrike/app/version.hpp"

namespace shrike::app {

void Service::Parts::register_metrics() {
  const auto gauge = [this](const char* name, const char* help, MetricLabels labels, std::function<double()> read) {
    metrics.gauge(name, help, std::move(labels), std::move(read));
  };
  gauge("shrike_build_info", "Always 1", {{"version", std::string(kVersion)}}, [] { return 1.0; });
  gauge("shrike_eventlog_head_seq", "Newest event appended", {},
        [this] { return static_cast<double>(path->log().head_seq()); });
  gauge("shrike_eventlog_durable_seq", "Newest event that survives a power cut", {},
        [this] { return static_cast<double>(path->log().durable_seq()); });
  gauge("shrike_eventlog_used_bytes", "Bytes of the ring that some consumer still needs", {},
        [this] { return static_cast<double>(path->log().fill().used_bytes); });
  for (const char* consumer : {"engine", "archive"}) {
    gauge("shrike_consumer_lag_events", "Events that the consumer has not handled yet", {{"consumer", consumer}},
          [this, consumer] { return static_cast<double>(path->log().lag(consumer)); });
  }
  gauge("shrike_engine_entities", "Cards, customers and terminals with a history", {},
        [this] { return static_cast<double>(path->engine().status().entities.load()); });
  gauge("shrike_blocklist_entries", "Entities on the block and the allow list", {},
        [this] { return static_cast<double>(path->engine().status().blocklist_size.load()); });
  gauge("shrike_decisions_total", "Decisions of all tenants since the first start", {},
        [this] { return static_cast<double>(live->everything().decisions); });
  for (const auto level : domain::kRiskLevels) {
    gauge("shrike_decisions_by_level_total", "Decisions since the first start",
          {{"level", std::string(to_string(level))}},
          [this, level] { return static_cast<double>(live->everything().by_level[static_cast<std::size_t>(level)]); });
  }
  gauge("shrike_live_untold_decisions_total", "Decisions of tenants without live figures, since start", {},
        [this] { return static_cast<double>(live->everything().untold); });
  gauge("shrike_archive_retries_total", "Writes to the store that failed", {},
        [this] { return static_cast<double>(path->archive().status().retries.load()); });
  gauge("shrike_archive_backlog_steps", "Engine steps waiting to be stored", {},
        [this] { return static_cast<double>(path->archive().backlog().depth()); });
  gauge("shrike_archive_backlog_bytes", "Bytes of decisions put aside on disk", {},
        [this] { return static_cast<double>(path->archive().backlog().spilled_bytes()); });
  gauge("shrike_archive_parked_total", "Decisions that the store refused for good, since start", {},
        [this] { return static_cast<double>(path->archive().parked()); });
  gauge("shrike_checkpoints_total", "States of the engine written to disk since start", {},
        [this] { return static_cast<double>(path->checkpointer().published()); });
  gauge("shrike_requests_waiting", "Requests that wait for their decision", {},
        [this] { return static_cast<double>(replies->waiting()); });
  gauge("shrike_requests_turned_away_total", "Requests answered 503 because too many were waiting, since start", {},
        [this] { return static_cast<double>(replies->turned_away()); });
  gauge("shrike_eventlog_recovery_truncated_bytes", "Torn tail that was cut off at the start", {},
        [this] { return static_cast<double>(path->log().recovery().truncated_bytes); });
  gauge("shrike_eventlog_recovery_damaged_segments", "Segments given up at the start because of damage", {},
        [this] { return static_cast<double>(path->log().recovery().damaged_segments); });
  gauge("shrike_eventlog_recovery_lost_events", "Events that had been durable and could not be read at the start", {},
        [this] { return static_cast<double>(path->log().recovery().lost_events); });
  gauge("shrike_disk_free_bytes", "Free space where the data folder lies", {},
        [this] { return static_cast<double>(disk->free_bytes()); });
  gauge("shrike_decision_latency_p99_us", "99th percentile from append to decision, since start", {},
        [this] { return static_cast<double>(path->engine().status().decision_us.snapshot().quantile(0.99)); });
  gauge("shrike_audit_rows_written_total", "Rows of the audit chain, since start", {},
        [this] { return static_cast<double>(audit->written()); });
  gauge("shrike_audit_rows_lost_total", "Rows that found no room while the store was away, since start", {},
        [this] { return static_cast<double>(audit->lost()); });
  retention->register_metrics(metrics);
  monitor->register_metrics(metrics);
}

/// A label is of a small set: further tenants count in the sum alone.
void Service::Parts::register_tenant_metrics() {
  constexpr std::size_t kTenantsMax = 100;
  for (const std::string& tenant : live->tenants()) {
    if (counted_tenants.size() >= kTenantsMax) return;
    if (!counted_tenants.insert(tenant).second) continue;
    metrics.gauge("shrike_tenant_decisions_total", "Decisions since the first start, of the first 100 tenants",
                  {{"tenant", tenant}}, [this, tenant] { return static_cast<double>(live->totals(tenant).decisions); });
  }
}

}  // namespace shrike::app
