// /quality: how often alerts were right.
#include <charconv>

#include "answers.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/training/alert_quality.hpp"

namespace shrike::api {

namespace {

constexpr int kDaysDefault = 30;
constexpr int kDaysMax = 3650;

void write_figures(JsonWriter& out, const training::AlertFigures& figures) {
  out.field("alerted", figures.alerted);
  out.field("fraud", figures.fraud);
  out.field("legitimate", figures.legitimate);
  out.field("unlabelled", figures.unlabelled());
  out.key("precision");
  const auto precision = figures.precision();
  precision ? out.value(*precision) : out.null();
}

void write_list(JsonWriter& out, std::string_view list, std::string_view name,
                const std::vector<training::NamedFigures>& rows) {
  out.key(list);
  out.begin_array();
  for (const training::NamedFigures& row : rows) {
    out.begin_object();
    out.field(name, row.name);
    if (list == "models") out.field("version", row.version);
    write_figures(out, row.figures);
    out.end_object();
  }
  out.end_array();
}

server::Response quality_response(const training::AlertQuality& quality, int days) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("days", days);
  out.field("since", format_time(quality.since_us));
  out.field("complete", quality.complete);
  out.key("total");
  out.begin_object();
  write_figures(out, quality.total);
  out.end_object();
  write_list(out, "reasons", "code", quality.reasons);
  write_list(out, "rules", "id", quality.rules);
  write_list(out, "models", "id", quality.models);
  out.end_object();
  return server::json_response(200, std::move(body));
}

}  // namespace

void bind_quality(Handlers& handlers, QueryDesk& queries, const Clock& clock) {
  handlers[Endpoint::quality] = [&queries, &clock](Call call, server::Responder respond) {
    int days = kDaysDefault;
    const std::string_view text = call.request.head.query_value("days");
    if (!text.empty()) {
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
      if (error != std::errc() || end != text.data() + text.size() || days < 1 || days > kDaysMax)
        return respond(bad_field("days", "range", "expected a whole number from 1 to 3650"));
    }
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, days, from_us = clock.now_us() - days * kDayUs](store::Database& database) {
          const auto quality = training::alert_quality(database, tenant, from_us);
          return quality ? quality_response(*quality, days) : failure(quality.error());
        },
        std::move(respond));
  };
}

}  // namespace shrike::api
