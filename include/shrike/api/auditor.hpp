#pragma once
// Puts what people do into the audit chain: an intent before an act, its outcome after; denials and sign-ins.
#include <memory>

#include "shrike/access/audit_trail.hpp"
#include "shrike/access/denial_log.hpp"
#include "shrike/api/api.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::api {

/// What is recorded of a route: "blocklist.add", and which plain members of its body. nullptr: nothing.
struct AuditedAct {
  Endpoint endpoint;
  std::string_view action;
  std::string_view members;  ///< separated by spaces; never a secret
};
const AuditedAct* audited_act(Endpoint endpoint);

/// I/O thread only. The parts outlive it.
class Auditor {
 public:
  using Post = std::function<void(std::function<void()>)>;
  static constexpr TimeUs kPatienceUs = 20 * kSecondUs;  ///< below the time that the server gives a handler

  /// `post` runs a task on the I/O thread.
  Auditor(access::AuditTrail& trail, const sources::CardTokeniser& tokeniser, const Clock& clock, Post post);

  /// Calls `handler` once the intent is in the chain; without it answers 503 and the handler is not called. Reading
  /// writes one row, everything else a second one with the outcome when it was answered.
  void carry_out(const AuditedAct& act, const Handler& handler, Call call, server::Responder respond);
  void denied(const server::RequestHead& head, const access::Identity& who, std::string_view route, int status);
  /// Signing in and out. A refused one is counted when it is repeated.
  void session(const server::RequestHead& head, const access::Identity& who, std::string_view action, bool done);
  /// Records what is due. Call every few seconds.
  void tick() { denials_.tick(); }

 private:
  store::AuditEntry entry_of(const server::RequestHead& head, const access::Identity& who) const;
  void proceed(store::AuditEntry intent, std::int64_t seq, const Handler& handler, Call call,
               server::Responder respond);

  access::AuditTrail& trail_;
  const sources::CardTokeniser& tokeniser_;
  const Clock& clock_;
  const Post post_;
  access::DenialLog denials_;
};

}  // namespace shrike::api
