#include "blocklist.hpp"

#include "shrike/domain/event_codec.hpp"

namespace shrike::engine {

namespace {
std::string key_of(const std::string& tenant, domain::EntityKind kind, const std::string& value) {
  std::string key(1, static_cast<char>(kind));
  key += tenant;
  key += '\0';
  return key += value;
}
}  // namespace

void Blocklist::add(const std::string& tenant, const domain::BlocklistEntry& entry) {
  entries_[key_of(tenant, entry.kind, entry.value)] = entry;
}

void Blocklist::remove(const std::string& tenant, domain::EntityKind kind, const std::string& value) {
  entries_.erase(key_of(tenant, kind, value));
}

void Blocklist::save(ByteWriter& out) const {
  out.varint(entries_.size());
  for (const auto& [key, entry] : entries_) {
    out.text(key);
    domain::append_entry(out, entry);
  }
}

bool Blocklist::load(ByteReader& in) {
  entries_.clear();
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    std::string key(in.text());
    if (!domain::read_entry(in, entries_[std::move(key)])) return false;
  }
  return in.ok();
}

const domain::BlocklistEntry* Blocklist::find(const domain::Event& event, domain::EntityKind kind,
                                              const std::string& value) const {
  if (value.empty()) return nullptr;
  const auto found = entries_.find(key_of(event.tenant, kind, value));
  if (found == entries_.end()) return nullptr;
  const bool ended = found->second.expires_at_us != 0 && found->second.expires_at_us <= event.time_us;
  return ended ? nullptr : &found->second;
}

const domain::BlocklistEntry* Blocklist::match(const domain::Event& event) const {
  if (entries_.empty()) return nullptr;
  using enum domain::EntityKind;
  if (const auto* text = std::get_if<domain::Message>(&event.body)) return find(event, phone, text->phone_number);
  const auto* payment = std::get_if<domain::Transaction>(&event.body);
  if (payment == nullptr) return nullptr;
  for (const auto& [kind, value] :
       {std::pair{card, &payment->card}, std::pair{customer, &payment->customer_id},
        std::pair{merchant, &payment->merchant_id}, std::pair{terminal, &payment->terminal_id},
        std::pair{device, &payment->device_id}, std::pair{ip, &payment->ip}}) {
    if (const auto* entry = find(event, kind, *value)) return entry;
  }
  return nullptr;
}

}  // namespace shrike::engine
