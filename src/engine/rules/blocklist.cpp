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

ListMatch Blocklist::match(const domain::Event& event) const {
  ListMatch out;
  if (entries_.empty()) return out;
  const domain::BlocklistEntry* automatic = nullptr;
  const auto look = [&](domain::EntityKind kind, const std::string& value) {
    const auto* entry = find(event, kind, value);
    if (entry == nullptr) return;
    if (entry->list == domain::EntityList::allow) {
      out.allowed = true;
    } else if (entry->source != domain::ListSource::automatic) {
      if (out.blocked == nullptr) out.blocked = entry;
    } else if (automatic == nullptr) {
      automatic = entry;
    }
  };
  using enum domain::EntityKind;
  if (const auto* text = std::get_if<domain::Message>(&event.body)) look(phone, text->phone_number);
  if (const auto* payment = std::get_if<domain::Transaction>(&event.body)) {
    look(card, payment->card);
    look(customer, payment->customer_id);
    look(merchant, payment->merchant_id);
    look(terminal, payment->terminal_id);
    look(device, payment->device_id);
    look(ip, payment->ip);
  }
  if (out.blocked == nullptr && !out.allowed) out.blocked = automatic;
  return out;
}

}  // namespace shrike::engine
