#pragma once

#include <optional>
#include <set>

#include "alerting.hpp"
#include "certificate.hpp"
#include "decision_path.hpp"
#include "disk_guard.hpp"
#include "eraser.hpp"
#include "file_watch.hpp"
#include "monitor.hpp"
#include "pipeline.hpp"
#include "retention.hpp"
#include "shrike/access/sign_in.hpp"
#include "shrike/api/auditor.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/api/case_labels.hpp"
#include "shrike/app/service.hpp"
#include "shrike/server/server.hpp"
#include "shrike/sinks/tenant_settings.hpp"
#include "storage.hpp"
#include "trainer.hpp"

namespace shrike::app {

/// What a service is made of, and how it is put together (service.cpp), what it answers (service_api.cpp) and what it
/// counts (service_metrics.cpp). Built, ticked and ended on the I/O thread; each part says its own thread.
/// Members stand in the order in which they are built; they are destroyed the other way round.
struct Service::Parts {
  Config config;
  SystemClock clock;
  Metrics metrics;
  TimeUs started_at_us = 0;
  std::unique_ptr<Certificate> certificate;  ///< none: plain HTTP
  Storage storage;
  std::unique_ptr<Folder> folder;
  std::unique_ptr<training::ModelRegistry> registry;
  std::string model_damage;
  std::unique_ptr<DecisionPath> path;
  std::unique_ptr<DiskGuard> disk;
  std::unique_ptr<FileWatch> ring_watch;
  std::unique_ptr<FileWatch> store_watch;
  std::unique_ptr<sinks::TenantSettings> tenant_settings;
  std::unique_ptr<sinks::Live> live;
  std::unique_ptr<access::Access> access;
  std::optional<access::SecretBox> totp_box;
  std::unique_ptr<access::AuditTrail> audit;
  std::unique_ptr<access::SignIn> sign_in;
  server::IoLoop loop;
  std::unique_ptr<api::ReplyDesk> replies;
  std::unique_ptr<api::QueryDesk> queries;
  std::unique_ptr<api::CaseLabels> case_labels;
  std::unique_ptr<sources::Generator> generator;
  std::unique_ptr<sources::CardTokeniser> tokeniser;
  std::unique_ptr<sources::EventParser> parser;
  std::unique_ptr<Monitor> monitor;
  std::unique_ptr<Alerting> alerting;
  std::unique_ptr<Pipeline> pipeline;
  std::unique_ptr<Trainer> trainer;
  std::unique_ptr<Retention> retention;
  std::unique_ptr<Eraser> eraser;
  std::unique_ptr<api::LiveChannel> channel;
  std::unique_ptr<server::StaticFiles> files;
  std::unique_ptr<api::Auditor> auditor;
  std::unique_ptr<api::Gate> gate;
  std::unique_ptr<api::Api> api;
  std::unique_ptr<server::Server> server;
  std::set<std::string> counted_tenants;  ///< that have a metric of their own
  std::string greeting;
  std::string failure;
  bool stopping = false;

  /// Where the generator's calendar begins: after what an earlier run left, so that time only goes forward.
  Result<TimeUs> generator_start();
  Result<engine::ModelSet> open_models();
  Result<void> build_path();
  Result<void> build_settings();
  /// Of amounts without one, where the tenant has one of its own. Thread-safe.
  std::function<std::optional<domain::Currency>(const std::string& tenant)> currency_of;
  /// A tenant's settings changed, or are read at start: for who keeps a copy. Any thread.
  void follow_settings(const std::string& tenant);
  void build_replies();
  Result<void> build_pipeline();
  Result<void> build_access();
  void build_trainer();
  void build_privacy();
  void build_api();
  Result<void> build_certificate();
  Result<void> build_server(server::TransportWrap wrap);
  void register_metrics();
  /// Of tenants that have come since the last call.
  void register_tenant_metrics();
  void tick();
  void refresh_keys();
  void send_case_labels();
  void watch_files();
  void begin_stop();
};

}  // namespace shrike::app
