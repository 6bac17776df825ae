// audit: looks at the audit chain without a running server.
#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "command_table.hpp"
#include "shrike/access/audit_json.hpp"
#include "shrike/app/commands.hpp"
#include "store_access.hpp"

namespace shrike::app {

namespace {

struct AuditOptions {
  StoreOptions store;
  std::string anchor;
  bool json = false;
};

/// The exit code.
Result<int> verify_chain(const AuditOptions& options, CommonOptions& common) {
  std::optional<store::AuditAnchor> anchor;
  if (!options.anchor.empty()) {
    auto read = access::parse_anchor(options.anchor);
    if (!read) return read.error();
    anchor = *read;
  }
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  const auto report = access::AuditVerifier(anchor).run(**database);
  if (!report) return report.error();
  if (options.json) {
    fmt::print("{}\n", access::report_json(*report));
  } else if (report->intact) {
    fmt::print("intact: {} rows\nanchor {}\nKeep the anchor elsewhere; --anchor checks it later.\n", report->rows,
               access::to_string(report->last));
  } else {
    fmt::print("{}: {}\n{} rows before are as they were written\n", report->damage, report->words, report->rows);
  }
  return report->intact ? kExitDone : kExitFailed;
}

Result<int> export_chain(const AuditOptions& options, CommonOptions& common) {
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  for (std::int64_t seq = 0;;) {
    const auto rows = store::audit_rows_after(**database, seq, access::AuditVerifier::kStepRows);
    if (!rows) return rows.error();
    if (rows->empty()) return kExitDone;
    for (const store::AuditRow& row : *rows) fmt::print("{}", access::audit_line(row));
    seq = rows->back().seq;
  }
}

}  // namespace

void add_audit(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<AuditOptions>();
  auto* audit = app.add_subcommand("audit", "Check and export the audit chain");
  audit->require_subcommand(1);
  const auto bind = [&, options](CLI::App* command, Result<int> (*work)(const AuditOptions&, CommonOptions&)) {
    add_store_options(command, options->store);
    command->callback([options, work, &common, &exit_code] {
      const auto code = work(*options, common);
      exit_code = code ? *code : exit_with(code.error());
    });
  };
  auto* verify = audit->add_subcommand("verify", "Name the first row that is not what was written; exit code 1 then");
  verify->add_option("--anchor", options->anchor, "SEQ:HASH that an earlier verify printed");
  verify->add_flag("--json", options->json, "One JSON object");
  bind(verify, verify_chain);
  bind(audit->add_subcommand("export", "Print every row as NDJSON, oldest first"), export_chain);
}

}  // namespace shrike::app
