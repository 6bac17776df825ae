// GET /decisions, /blocklist and /alerts, from the query's text to the answer, over a store of a few rows. The first
// byte chooses the list, and whether the cursor gets the checksum that it needs.
#include "lists.hpp"
#include "server/target.hpp"
#include "sound_json.hpp"
#include "store/page_cursor.hpp"

namespace {

using namespace shrike;

constexpr std::array kLists{api::Endpoint::decisions_search, api::Endpoint::blocklist_list, api::Endpoint::alerts_list};

/// A cursor as a client could forge it: the checksum is no secret.
void sign_cursors(std::vector<server::NamedText>& query) {
  for (auto& [name, value] : query) {
    if (name == "cursor" && !value.empty()) value = store::encode_cursor(value.front(), value.substr(1));
  }
}

struct Page {
  std::size_t rows = 0;
  std::string next_cursor;
};

Page read_page(const std::string& body) {
  const auto document = nlohmann::json::parse(body);
  const auto& next = document.at("next_cursor");
  return {document.at("data").size(), next.is_null() ? std::string() : next.get<std::string>()};
}

/// Every page after the first; no row comes twice, so they end.
void check_pages(fuzz::Lists& lists, api::Endpoint list, std::vector<server::NamedText> query,
                 server::Response answer) {
  std::size_t rows = 0;
  while (true) {
    SHRIKE_ASSERT(answer.status == 200);
    const Page page = read_page(answer.body);
    rows += page.rows;
    SHRIKE_ASSERT(rows <= fuzz::kRows);
    if (page.next_cursor.empty()) return;
    SHRIKE_ASSERT(page.rows > 0);
    std::erase_if(query, [](const auto& field) { return field.first == "cursor"; });
    query.emplace_back("cursor", page.next_cursor);
    answer = lists.ask(list, query);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::Lists lists;
  if (size == 0) return 0;
  auto target = server::parse_target("/list?" + std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  if (!target) return 0;
  if ((data[0] & 0x80U) != 0) sign_cursors(target->query);
  const api::Endpoint list = kLists[data[0] % 0x80U % kLists.size()];
  auto answer = lists.ask(list, target->query);
  if (answer.status == 200) {
    check_pages(lists, list, target->query, std::move(answer));
  } else {
    SHRIKE_ASSERT(answer.status >= 400 && answer.status < 500);
    fuzz::check_json(answer.body);
  }
  return 0;
}
