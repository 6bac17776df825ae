// Bodies of the control plane: small JSON objects whose members are all known.
#include "api/answers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shrike;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = api::read_members(text, {"key", "login", "fraud"});
  if (const auto* refused = std::get_if<server::Response>(&read)) {
    SHRIKE_ASSERT(refused->status == 400 || refused->status == 422);
    return 0;
  }
  const auto& members = std::get<api::JsonMembers>(read).members;
  SHRIKE_ASSERT(members.size() <= 3);
  for (const auto& member : members)
    SHRIKE_ASSERT(member.name == "key" || member.name == "login" || member.name == "fraud");
  return 0;
}
