// Decisions as the archive puts them aside: what can be read is written back to the same bytes, and every other form of
// it is sound: JSON for clients, and the text that the store keeps. The first byte chooses: one decision or a whole
// step.
#include "shrike/domain/decision_codec.hpp"
#include "shrike/domain/decision_json.hpp"
#include "sound_json.hpp"
#include "store/decision_detail.hpp"

namespace {

using namespace shrike;

std::string detail_of(const domain::Decision& decision) {
  std::string text;
  store::append_detail(text, decision);
  return text;
}

/// Texts that are not UTF-8 and numbers that are not finite change once, on the way in.
void check_detail(const domain::Decision& decision) {
  const std::string text = detail_of(decision);
  fuzz::check_json(text);
  domain::Decision read;
  SHRIKE_ASSERT(store::read_detail(text, read));
  SHRIKE_ASSERT(detail_of(read) == text);
}

void check_forms(const domain::DecisionPtr& decision) {
  fuzz::check_written([&](JsonWriter& out) { domain::write_decision_row(out, *decision, true); });
  fuzz::check_written([&](JsonWriter& out) { domain::write_analyze_reply(out, *decision, false); });
  const auto alert = domain::alert_for(decision);
  if (alert) fuzz::check_written([&](JsonWriter& out) { domain::write_alert(out, *alert); });
  SHRIKE_ASSERT(domain::seq_of_decision_id(domain::decision_id(decision->seq())) == decision->seq());
  check_detail(*decision);
}

void read_one(std::string_view bytes) {
  auto decision = domain::decode_decision(bytes);
  if (!decision) return SHRIKE_ASSERT(decision.error().kind == ErrorKind::corrupt);
  std::string again;
  domain::append_decision(again, *decision);
  SHRIKE_ASSERT(again == bytes);
  check_forms(std::make_shared<const domain::Decision>(std::move(*decision)));
}

void read_step(std::string_view bytes) {
  const auto batch = domain::decode_batch(bytes);
  if (!batch) return SHRIKE_ASSERT(batch.error().kind == ErrorKind::corrupt);
  std::string again;
  domain::append_batch(again, *batch);
  SHRIKE_ASSERT(again == bytes);
  for (const auto& decision : batch->decisions) check_forms(decision);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  data[0] % 2 == 0 ? read_one(bytes) : read_step(bytes);
  return 0;
}
