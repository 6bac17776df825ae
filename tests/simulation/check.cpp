#include <fmt/core.h>

#include <set>

#include "shrike/domain/decision_codec.hpp"
#include "shrike/domain/event_codec.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/store/decisions.hpp"
#include "world.hpp"

namespace shrike::simulation {

namespace {

std::string judgement_of(const domain::Decision& decision) {
  std::string bytes;
  domain::append_judgement(bytes, decision);
  return bytes;
}

class Check {
 public:
  Check(const Client& client, store::Database& database, Folder& folder, const app::Config& config,
        const engine::ModelSet& models, Outcome& outcome)
      : client_(client), database_(database), folder_(folder), config_(config), models_(models), outcome_(outcome) {}

  void run() {
    parked_ = read_whole_file(folder_, "parked.ndjson").ok() ? *read_whole_file(folder_, "parked.ndjson") : "";
    check_rows();
    for (const auto& [id, sent] : client_.sent()) {
      if (!sent.acknowledged || stored_.contains(id)) continue;
      if (is_parked(id)) {
        ++outcome_.parked;
      } else {
        violation(fmt::format("{} was acknowledged as event {} and is lost", id, sent.seq));
      }
    }
    check_texts("SELECT event_id FROM labels", client_.labelled(), "the label of");
    check_texts("SELECT value FROM blocklist", client_.blocked(), "the block of");
  }

 private:
  void violation(std::string what) { outcome_.violations.push_back(std::move(what)); }
  [[nodiscard]] bool is_parked(const std::string& id) const {
    return parked_.find(fmt::format("\"event_id\":\"{}\"", id)) != std::string::npos;
  }

  void check_rows() {
    store::DecisionFilter filter;
    filter.tenant = "default";
    filter.page.limit = 100;
    std::optional<std::string> cursor;
    do {
      filter.page.cursor = cursor.value_or("");
      const auto page = store::search(database_, filter);
      if (!page) return violation("the store cannot be read: " + page.error().message);
      for (const auto& row : page->rows) check_row(row.decision);
      cursor = page->next_cursor;
    } while (cursor);
  }

  void check_row(const domain::Decision& row) {
    ++outcome_.stored;
    const std::string& id = row.event_id();
    if (!stored_.insert(id).second) violation(fmt::format("{} is stored twice", id));
    const auto sent = client_.sent().find(id);
    if (sent == client_.sent().end()) return violation(fmt::format("{} was never sent", id));
    if (sent->second.acknowledged && sent->second.seq != row.seq())
      violation(fmt::format("{} was answered as event {} and is stored as {}", id, sent->second.seq, row.seq()));
    const bool answered = !sent->second.judgement.empty();
    if (sent->second.acknowledged && domain::content_hash(row.event) != sent->second.content)
      violation(fmt::format("{} is not stored as it was sent", id));
    if (answered && sent->second.judgement != judgement_of(row))
      violation(fmt::format("{} is stored with another decision than was answered", id));
    const auto again = engine::decide_again(row, config_.engine, models_);
    if (!again || !again->differences.empty()) violation(fmt::format("{} is not decided again as it was", id));
    ++outcome_.judged_again;
  }

  void check_texts(std::string_view sql, const std::vector<std::string>& promised, std::string_view what) {
    const auto rows = database_.query(sql);
    if (!rows) return violation("the store cannot be read: " + rows.error().message);
    std::set<std::string> found;
    for (const auto& row : *rows) found.insert(row.text(0));
    for (const std::string& one : promised) {
      if (!found.contains(one)) violation(fmt::format("{} {} was acknowledged and is lost", what, one));
    }
  }

  const Client& client_;
  store::Database& database_;
  Folder& folder_;
  const app::Config& config_;
  const engine::ModelSet& models_;
  Outcome& outcome_;
  std::string parked_;
  std::set<std::string> stored_;
};

}  // namespace

void check(const Client& client, store::Database& database, Folder& folder, const app::Config& config,
           const engine::ModelSet& models, Outcome& outcome) {
  Check(client, database, folder, config, models, outcome).run();
}

}  // namespace shrike::simulation
