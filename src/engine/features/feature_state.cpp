#include "feature_state.hpp"

#include <limits>

#include "country_centres.hpp"
#include "payment_flags.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::engine {

namespace {

constexpr auto kOfPayment =
    std::to_array({Entity::card, Entity::customer, Entity::merchant, Entity::terminal, Entity::device, Entity::ip});
constexpr auto kHistories = std::to_array(
    {Entity::card, Entity::customer, Entity::merchant, Entity::terminal, Entity::device, Entity::ip, Entity::phone});

constexpr std::size_t index_of(Entity entity) { return static_cast<std::size_t>(entity); }

constexpr std::size_t field_of(Entity entity) {
  switch (entity) {
    case Entity::card:
      return static_cast<std::size_t>(Field::card);
    case Entity::customer:
      return static_cast<std::size_t>(Field::customer);
    case Entity::merchant:
      return static_cast<std::size_t>(Field::merchant);
    case Entity::terminal:
      return static_cast<std::size_t>(Field::terminal);
    case Entity::device:
      return static_cast<std::size_t>(Field::device);
    default:
      return 0;
  }
}

/// What identifies the entity in a transaction or label; of a card the customer where no card is given.
template <class Named>
const std::string& name_of(const Named& body, Entity entity) {
  switch (entity) {
    case Entity::card:
      return body.card.empty() ? body.customer_id : body.card;
    case Entity::customer:
      return body.customer_id;
    case Entity::merchant:
      return body.merchant_id;
    case Entity::terminal:
      return body.terminal_id;
    case Entity::device:
      return body.device_id;
    default:
      return body.ip;
  }
}

/// Seeds that differ little would make hashes of short names meet: "12" of one kind and "13" of another. The last steps
/// of SplitMix64 (S. Vigna 2015) leave nothing in common.
std::uint64_t scattered(std::uint64_t seed) {
  seed = (seed ^ seed >> 30U) * 0xBF58476D1CE4E5B9U;
  seed = (seed ^ seed >> 27U) * 0x94D049BB133111EBU;
  return seed ^ seed >> 31U;
}

std::uint64_t key_of(std::uint64_t tenant, const std::string& name, std::uint64_t kind) {
  return name.empty() ? 0 : hash64(name, scattered(tenant + kind));
}

/// 0 where the body does not name one.
template <class Named>
std::uint64_t key_of(std::uint64_t tenant, const Named& body, Entity entity) {
  constexpr std::uint64_t kCustomerAsCard = 64;  // apart from the customer and from cards of that name
  const bool customer = entity == Entity::card && body.card.empty();
  return key_of(tenant, name_of(body, entity), customer ? kCustomerAsCard : index_of(entity));
}

std::uint64_t sender_key(std::uint64_t tenant, const std::string& phone_number) {
  return key_of(tenant, phone_number, index_of(Entity::phone));
}

/// The half of the key that does not choose the shard; never 0.
std::uint32_t code_of(std::uint64_t key) {
  const auto code = static_cast<std::uint32_t>(key >> 32U);
  return code == 0 ? 1 : code;
}

float flag(bool value) { return value ? 1.0F : 0.0F; }

void calendar(TimeUs time_us, FeatureVector& out) {
  const TimeUs day = time_us / kDayUs - (time_us % kDayUs < 0 ? 1 : 0);
  const auto hour = static_cast<float>((time_us - day * kDayUs) / kHourUs);
  const TimeUs weekday = ((day + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0 = Monday
  at(out, feature("hour")) = hour;
  at(out, feature("weekend")) = flag(weekday >= 5);
  at(out, feature("night")) = flag(hour < 7);
}

}  // namespace

FeatureState::FeatureState(const FeatureSettings& settings) : settings_(settings) {
  for (std::size_t i = 0; i < kEntityCount; ++i) {
    const auto entity = static_cast<Entity>(i);
    const std::span<const FeatureRow> table = entity == Entity::phone ? std::span<const FeatureRow>(kSenderTable)
                                                                      : std::span<const FeatureRow>(kFeatureTable);
    plans_.emplace_back(entity, table);
  }
}

FeatureState::Found FeatureState::find(const domain::Event& event, const domain::Transaction& payment) const {
  Found found;
  found.payment_.time_us = event.time_us;
  found.payment_.amount = static_cast<float>(payment.amount.major());
  found.payment_.country = country_code(payment.country);
  const std::uint64_t tenant = hash64(event.tenant);
  for (const Entity entity : kOfPayment) {
    const std::uint64_t key = key_of(tenant, payment, entity);
    if (key == 0) continue;
    found.entities_[index_of(entity)] = {key, EntityShard::kNone, true};
    if (const std::size_t field = field_of(entity); field != 0) found.payment_.codes[field] = code_of(key);
  }
  look_up(found);
  return found;
}

FeatureState::Found FeatureState::find(const domain::Event& event, const domain::Message& message) const {
  Found found;
  found.payment_.time_us = event.time_us;
  const std::uint64_t key = sender_key(hash64(event.tenant), message.phone_number);
  if (key == 0) return found;
  found.entities_[index_of(Entity::phone)] = {key, EntityShard::kNone, true};
  found.payment_.codes[static_cast<std::size_t>(Field::text)] = code_of(hash64(message.content));
  look_up(found);
  return found;
}

void FeatureState::look_up(Found& found) const {
  // In stages, so that the reads of all entities are under way together: waiting for memory is most of the cost.
  for (Found::Named& named : found.entities_) {
    if (!named.given) continue;
    named.place = shard_of(named.key).find(named.key);
    if (named.place != EntityShard::kNone) __builtin_prefetch(&shard_of(named.key).at(named.place).history);
  }
  for (const Found::Named& named : found.entities_) {
    if (named.place != EntityShard::kNone) shard_of(named.key).at(named.place).history.prefetch();
  }
}

const EntityState* FeatureState::state_of(const Found& found, Entity entity) const {
  const Found::Named& named = found.entities_[index_of(entity)];
  if (named.place == EntityShard::kNone) return nullptr;
  const EntityState& state = shard_of(named.key).at(named.place);
  const bool paused = found.payment_.time_us - state.history.newest_us() > History::kKeptUs;
  return paused ? nullptr : &state;
}

EntityView FeatureState::view_of(const Found& found, Entity entity) const {
  const EntityState* state = state_of(found, entity);
  return {state == nullptr ? nullptr : &state->history, state == nullptr ? 0 : state->first_us};
}

FeatureVector FeatureState::features(const Found& found, const domain::Transaction& payment) const {
  FeatureVector out;
  out.fill(std::numeric_limits<float>::quiet_NaN());
  facts(found, payment, out);
  for (const Entity entity : kOfPayment) {
    if (!found.entities_[index_of(entity)].given) continue;
    plans_[index_of(entity)].fill(found.payment_, view_of(found, entity), out);
  }
  return out;
}

SenderFeatures FeatureState::sender(const Found& found) const {
  SenderFeatures out = kNoSender;
  if (found.entities_[index_of(Entity::phone)].given)
    plans_[index_of(Entity::phone)].fill(found.payment_, view_of(found, Entity::phone), out);
  return out;
}

void FeatureState::facts(const Found& found, const domain::Transaction& payment, FeatureVector& out) const {
  const EntityState* payer = state_of(found, Entity::card);
  const std::uint16_t seen_first = payer == nullptr ? 0 : payer->home_country;
  const std::uint16_t home = settings_.home_country.empty() ? seen_first : country_code(settings_.home_country);
  const bool international = found.payment_.country != 0 && home != 0 && found.payment_.country != home;
  calendar(found.payment_.time_us, out);
  at(out, feature("international")) = flag(international);
  fill_amount(payment.amount.major(), settings_, out);
  fill_presence(payment, out);
  fill_base_risk(out);
}

HandbookFeatures FeatureState::handbook(const Found& found) const {
  const EntityState* customer = state_of(found, Entity::customer);
  const EntityState* terminal = state_of(found, Entity::terminal);
  return handbook_features(found.payment_.time_us, found.payment_.amount,
                           customer == nullptr ? nullptr : &customer->history,
                           terminal == nullptr ? nullptr : &terminal->history);
}

AmountSize FeatureState::size_for_card(const Found& found, domain::Seq seq) const {
  const EntityState* card = state_of(found, Entity::card);
  if (card == nullptr) return AmountSize::unknown;
  const PaymentFacts& payment = found.payment_;
  // A shard that was saved later than others knows the payment already, and perhaps ones that came after it.
  if (shard_of(found.entities_[index_of(Entity::card)].key).knows(seq))
    return static_cast<AmountSize>(plans_[index_of(Entity::card)].kept(Field::size, payment, card->history));
  const auto month = card->history.between(payment.time_us - windows::k30d, payment.time_us);
  return size_of(payment.amount, median_of(month.of(card->history.entries().amounts())));
}

void FeatureState::add(const Found& found, domain::Seq seq) {
  PaymentFacts payment = found.payment_;
  payment.codes[static_cast<std::size_t>(Field::size)] = static_cast<std::uint32_t>(size_for_card(found, seq));
  for (const Entity entity : kHistories) {
    const Found::Named& named = found.entities_[index_of(entity)];
    if (!named.given || shard_of(named.key).knows(seq)) continue;
    EntityShard& shard = shard_of(named.key);
    const std::uint32_t place = named.place == EntityShard::kNone ? shard.find_or_add(named.key) : named.place;
    EntityState& state = shard.at(place);
    const TimeUs time_us = found.payment_.time_us;
    if (state.history.empty() || state_of(found, entity) == nullptr) {
      state = {named.key, time_us, 0, {}};
    }
    state.first_us = std::min(state.first_us, time_us);
    if (state.home_country == 0) state.home_country = found.payment_.country;
    state.history.add(plans_[index_of(entity)].entry_of(payment));
    shard.touch(place, time_us);
  }
  // Only now: it moves entities to other places.
  for (const Found::Named& named : found.entities_) {
    if (named.given && !shard_of(named.key).knows(seq)) shard_of(named.key).forget_idle();
  }
}

void FeatureState::learn(const domain::Event& event, const domain::Label& label) {
  const std::uint64_t tenant = hash64(event.tenant);
  const bool of_message = label.about == domain::EventKind::message;
  for (const Entity entity : kHistories) {
    if ((entity == Entity::phone) != of_message) continue;
    const std::uint64_t key = of_message ? sender_key(tenant, label.phone_number) : key_of(tenant, label, entity);
    if (key == 0 || shard_of(key).knows(event.seq)) continue;
    EntityShard& shard = shard_of(key);
    const std::uint32_t place = shard.find(key);
    if (place == EntityShard::kNone) continue;
    const auto id = static_cast<std::uint32_t>(hash64(label.event_id));
    shard.at(place).history.label(label.labelled_event_time_us, id, label.fraud);
  }
}

std::size_t FeatureState::entities() const {
  std::size_t sum = 0;
  for (const EntityShard& shard : shards_) sum += shard.size();
  return sum;
}

void FeatureState::save_shard(std::size_t shard, ByteWriter& out) const { shards_[shard].save(out); }

bool FeatureState::load_shard(std::size_t shard, domain::Seq as_of, ByteReader& in) {
  EntityShard loaded;
  const auto belongs = [](std::uint64_t key, std::size_t place) { return key != 0 && key % kShards == place; };
  if (!loaded.load(as_of, belongs, shard, in)) return false;
  shards_[shard] = std::move(loaded);
  return true;
}

}  // namespace shrike::engine
