// The choice of models per tenant: the base, choices of their own, following, going back, and what a checkpoint keeps.
#include <gtest/gtest.h>

#include <set>

#include "shrike/domain/decision_codec.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/engine/engine.hpp"
#include "support/events.hpp"
#include "support/models.hpp"

namespace shrike::engine {
namespace {

using Action = domain::Control::Action;
using domain::EventKind;
using domain::ModelRef;

const std::string kTrees = "transaction-gbt";
const std::string kText = "message-lr";
const std::string kOperator{domain::kOperatorTenant};

class TenantModelsTest : public ::testing::Test {
 protected:
  TenantModelsTest() {
    for (const std::uint32_t version : {100U, 101U, 102U})
      EXPECT_TRUE(library_.add(testing::shipped_trees(version)).ok());
    for (const std::uint32_t version : {105U, 106U})
      EXPECT_TRUE(library_.add(testing::shipped_version(kTrees, version, "ada")).ok());
    EXPECT_TRUE(library_.add(testing::shipped_version(kText, 107, "ada")).ok());
    change(kOperator, Action::model_activate, 100);
  }
  void change(const std::string& tenant, Action action, std::uint32_t version, std::uint8_t share = 0) {
    choice_.apply(tenant, {EventKind::transaction, {kTrees, version}, share, "somebody", "a test"}, action);
  }
  void activate(const std::string& tenant, std::uint32_t version) { change(tenant, Action::model_activate, version); }
  void challenge(const std::string& tenant, std::uint32_t version, std::uint8_t share = 0) {
    change(tenant, Action::model_challenge, version, share);
  }
  [[nodiscard]] std::uint32_t champion(const std::string& tenant) const {
    return choice_.champions(tenant).transactions->header().version;
  }
  [[nodiscard]] std::uint32_t shadow(const std::string& tenant) const {
    const auto& model = choice_.champions(tenant).shadow_transactions;
    return model == nullptr ? 0 : model->header().version;
  }
  [[nodiscard]] std::uint32_t previous(const std::string& tenant) const {
    return choice_.of(EventKind::transaction, tenant).previous.version;
  }
  [[nodiscard]] std::string bytes() const {
    std::string out;
    ByteWriter writer(out);
    choice_.save(writer);
    return out;
  }
  bool loads(std::string_view bytes) const {
    ModelChoice fresh(models_, &library_);
    ByteReader in(bytes);
    return fresh.load(in) && in.at_end();
  }

  const ModelSet models_ = testing::shipped_models();
  ModelLibrary library_;
  ModelChoice choice_{models_, &library_};
};

TEST_F(TenantModelsTest, AChoiceIsTheTenantsAloneAndTheBaseIsForAllOthers) {
  EXPECT_EQ(choice_.tenants(), 0U);
  activate("ada", 105);
  EXPECT_EQ(champion("ada"), 105U);
  EXPECT_EQ(champion("bob"), 100U);
  EXPECT_EQ(champion(kOperator), 100U);
  EXPECT_EQ(choice_.champions("ada").messages, models_.messages) << "of messages nothing was chosen";
  EXPECT_EQ(choice_.champions("ada").anomalies, models_.anomalies);
  EXPECT_EQ(choice_.tenants(), 1U) << "whoever chose nothing costs nothing";
}

TEST_F(TenantModelsTest, WhenTheBaseChangesThoseFollowWhoChoseNothingOfThatKind) {
  activate("ada", 105);
  choice_.apply("bob", {EventKind::message, {kText, 107}, 0, "", ""}, Action::model_activate);
  activate(kOperator, 101);
  EXPECT_EQ(champion("ada"), 105U);
  EXPECT_EQ(champion("bob"), 101U);
  EXPECT_EQ(champion("cleo"), 101U);
  choice_.apply("ada", {EventKind::message, {kText, 107}, 0, "", ""}, Action::model_activate);
  EXPECT_EQ(choice_.champions("ada").messages->header().version, 107U);
  EXPECT_EQ(champion("ada"), 105U);
}

TEST_F(TenantModelsTest, ActivatingTheBasesVersionIsTheWayBackToIt) {
  activate("ada", 105);
  EXPECT_EQ(previous("ada"), 100U);
  activate("ada", 100);
  EXPECT_EQ(champion("ada"), 100U);
  EXPECT_EQ(previous("ada"), 105U) << "a way back has a way back";
  activate("ada", 105);
  activate("ada", 106);
  EXPECT_EQ(previous("ada"), 105U);
  activate("ada", 100);
  activate(kOperator, 102);
  EXPECT_EQ(champion("ada"), 102U) << "it follows again";
  EXPECT_EQ(previous("ada"), 100U) << "what judged for it before";
  EXPECT_EQ(choice_.tenants(), 0U);
  activate("ada", 102);
  EXPECT_EQ(choice_.tenants(), 0U) << "what judges anyway is no choice of its own";
}

TEST_F(TenantModelsTest, AnOlderVersionOfTheOperatorsIsAChoiceToo) {
  activate(kOperator, 102);
  activate("bob", 100);
  activate(kOperator, 101);
  EXPECT_EQ(champion("bob"), 100U);
  EXPECT_EQ(previous("bob"), 102U);
  EXPECT_EQ(champion("cleo"), 101U);
}

TEST_F(TenantModelsTest, TheBasesChallengerIsForThoseWhoFollowWithoutOneOfTheirOwn) {
  activate("ada", 105);
  challenge("bob", 102, 20);
  challenge(kOperator, 101, 30);
  EXPECT_EQ(shadow(kOperator), 101U);
  EXPECT_EQ(shadow("cleo"), 101U);
  EXPECT_EQ(shadow("ada"), 0U);
  EXPECT_EQ(shadow("bob"), 102U);
  EXPECT_EQ(choice_.of(EventKind::transaction, "bob").share_percent, 20);
  EXPECT_TRUE(choice_.challenges(EventKind::transaction, kOperator));
  EXPECT_TRUE(choice_.challenges(EventKind::transaction, "bob"));
  EXPECT_FALSE(choice_.challenges(EventKind::transaction, "cleo"));
  EXPECT_FALSE(choice_.challenges(EventKind::message, "bob"));
  challenge("cleo", 0);
  EXPECT_EQ(shadow("cleo"), 101U) << "not its own to end";
  challenge("bob", 0);
  EXPECT_EQ(shadow("bob"), 101U);
  EXPECT_EQ(choice_.tenants(), 1U);
}

TEST_F(TenantModelsTest, AChallengerThatTheBaseTakesChallengesNobodyAnyMore) {
  challenge("bob", 101, 20);
  challenge("ada", 106);
  activate(kOperator, 101);
  EXPECT_EQ(champion("bob"), 101U);
  EXPECT_EQ(shadow("bob"), 0U);
  EXPECT_EQ(shadow("ada"), 106U) << "of others the challenge goes on, against the new champion";
  EXPECT_EQ(champion("ada"), 101U);
}

TEST_F(TenantModelsTest, AVersionOfAnotherTenantIsNotThereForIt) {
  activate("bob", 106);
  EXPECT_EQ(champion("bob"), 102U) << "the newest older one that it sees";
  EXPECT_EQ(choice_.missing(), "a version of their own choice is not there for 1 of the tenants");
  challenge("cleo", 105, 50);
  EXPECT_EQ(shadow("cleo"), 0U);
  activate(kOperator, 105);
  EXPECT_EQ(champion(kOperator), 102U);
  EXPECT_NE(choice_.missing().find("version 105 was chosen"), std::string::npos);
  activate("ada", 200);
  EXPECT_EQ(champion("ada"), 106U) << "its own is one of those that it sees";
  choice_.apply("ada", {EventKind::transaction, {"nobody-knows-it", 3}, 0, "", ""}, Action::model_activate);
  EXPECT_EQ(champion("ada"), 102U) << "what the base has";
}

TEST_F(TenantModelsTest, TenantsBeyondTheLimitKeepTheBase) {
  for (std::size_t i = 0; i < ModelChoice::kTenantsMax; ++i) activate("t" + std::to_string(i), 101);
  EXPECT_EQ(choice_.tenants(), ModelChoice::kTenantsMax);
  activate("one-more", 101);
  EXPECT_EQ(champion("one-more"), 100U);
  activate("t5", 102);
  EXPECT_EQ(champion("t5"), 102U) << "those that are known go on choosing";
}

TEST_F(TenantModelsTest, SavedBytesAreTheSameWhateverTheOrderOfChoices) {
  activate("ada", 105);
  activate("bob", 101);
  challenge("cleo", 102, 40);
  const std::string before = bytes();
  ModelChoice other(models_, &library_);
  std::swap(choice_, other);
  change(kOperator, Action::model_activate, 100);
  challenge("cleo", 102, 40);
  activate("bob", 101);
  activate("ada", 105);
  EXPECT_EQ(bytes(), before);
  ModelChoice restored(models_, &library_);
  ByteReader in(before);
  ASSERT_TRUE(restored.load(in));
  std::swap(choice_, restored);
  EXPECT_EQ(bytes(), before);
  EXPECT_EQ(champion("ada"), 105U);
  EXPECT_EQ(previous("ada"), 100U);
  EXPECT_EQ(shadow("cleo"), 102U);
  activate(kOperator, 102);
  EXPECT_EQ(champion("cleo"), 102U) << "who followed follows on";
}

TEST_F(TenantModelsTest, DamagedBytesAreRefused) {
  activate("ada", 105);
  activate("bob", 101);
  const std::string good = bytes();
  ASSERT_TRUE(loads(good));
  for (std::size_t cut = 0; cut < good.size(); ++cut) EXPECT_FALSE(loads(std::string_view(good).substr(0, cut))) << cut;
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string bad = good;
    const std::size_t at = bad.find(from);
    EXPECT_NE(at, std::string::npos);
    return bad.replace(at, from.size(), to);
  };
  EXPECT_FALSE(loads(with("bob", "abe"))) << "not in order";
  EXPECT_FALSE(loads(with("bob", "ada"))) << "twice";
  EXPECT_FALSE(loads(with("\3bob", "\7default"))) << "the base has its own place";
  std::string shares = good;
  shares.back() = 101;
  EXPECT_FALSE(loads(shares));
  const std::string base = [&] {
    ModelChoice alone(models_, &library_);
    std::string out;
    ByteWriter writer(out);
    alone.save(writer);
    out.pop_back();  // the number of tenants
    return out;
  }();
  const std::string nothing = base;
  EXPECT_TRUE(loads(base + '\0'));
  EXPECT_FALSE(loads(base + "\1\3ada" + nothing)) << "a tenant without a choice";
  std::string many = base;
  ByteWriter(many).varint(ModelChoice::kTenantsMax + 1);
  EXPECT_FALSE(loads(many));
}

TEST_F(TenantModelsTest, OthersSeeTheChoiceOfEachTenant) {
  JudgesView view;
  EXPECT_EQ(view.get("ada").models.transactions, nullptr) << "before anything is known";
  activate("ada", 105);
  challenge(kOperator, 101);
  view.set(choice_);
  EXPECT_EQ(view.get("ada").models.transactions->header().version, 105U);
  EXPECT_EQ(view.get("ada").transactions.previous, (ModelRef{kTrees, 100}));
  EXPECT_EQ(view.get("bob").models.transactions->header().version, 100U);
  EXPECT_EQ(view.get().models.shadow_transactions->header().version, 101U);
  EXPECT_FALSE(view.challenges(EventKind::transaction, "bob"));
  EXPECT_TRUE(view.challenges(EventKind::transaction, kOperator));
  activate("ada", 106);
  EXPECT_EQ(view.get("ada").models.transactions->header().version, 105U) << "until it is set again";
  activate("ada", 200);
  view.set(choice_);
  EXPECT_FALSE(view.missing().empty());
}

TEST(ModelOwner, StandsInTheSummary) {
  EXPECT_EQ(header_of(testing::shipped_trees(5)).tenant, kOperator);
  const auto theirs = testing::shipped_version(kTrees, 5, "ada");
  EXPECT_EQ(header_of(theirs).tenant, "ada");
  EXPECT_TRUE(is_seen_by(theirs, "ada"));
  EXPECT_FALSE(is_seen_by(theirs, "bob"));
  EXPECT_FALSE(is_seen_by(theirs, kOperator));
  EXPECT_TRUE(is_seen_by(testing::shipped_trees(5), "bob"));
  ModelFile file;
  file.header = {"isolation_forest", "x", 1, R"({"tenant":7})"};
  file.inputs_json = "{}";
  EXPECT_EQ(read_model_file(write_model_file(file)).error().kind, ErrorKind::corrupt);
}

/// Whole engines, with the events of two tenants.
class TenantDecisionsTest : public TenantModelsTest {
 protected:
  Core core() { return {{}, models_, clock_, &library_}; }
  static domain::Event of(domain::Event event, const std::string& tenant, domain::Seq seq) {
    event.tenant = tenant;
    event.seq = seq;
    return event;
  }
  /// Payments of both tenants by turns; before the `at`-th pair ada changes her models, where that is wanted.
  std::vector<domain::DecisionPtr> decide(Core& core, bool ada_chooses, int first = 0, int last = 40) {
    std::vector<domain::DecisionPtr> out;
    for (int i = first; i < last; ++i) {
      const auto seq = static_cast<domain::Seq>(4 * i);
      const auto change = i == 10   ? testing::model_change(Action::model_activate, {kTrees, 105})
                          : i == 20 ? testing::model_change(Action::model_challenge, {kTrees, 106}, 50)
                                    : testing::model_change(Action::model_activate, {kTrees, 101});
      if (ada_chooses && (i == 10 || i == 20)) EXPECT_EQ(core.apply(of(change, "ada", seq + 1)), nullptr);
      if (i == 30) EXPECT_EQ(core.apply(of(change, kOperator, seq + 1)), nullptr);
      for (const std::string tenant : {"ada", "bob"}) {
        const auto card = "tok_" + std::to_string(i % 7);
        auto event =
            testing::payment("t-" + std::to_string(i), 900 * i, card, "term-1", testing::kSomeTimeUs + i * kHourUs);
        out.push_back(core.apply(of(std::move(event), tenant, seq + (tenant == "ada" ? 2 : 3))));
      }
    }
    return out;
  }
  static std::string bytes_of(domain::Decision decision) {
    decision.timings = {};
    std::string out;
    domain::append_decision(out, decision);
    return out;
  }
  SystemClock clock_;
};

TEST_F(TenantDecisionsTest, TheOneTenantsModelsTouchNoDecisionOfTheOther) {
  Core with = core();
  Core without = core();
  const auto chosen = decide(with, true);
  const auto plain = decide(without, false);
  ASSERT_EQ(chosen.size(), plain.size());
  std::set<std::uint32_t> ada;
  std::set<std::uint32_t> bob;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const bool hers = chosen[i]->event.tenant == "ada";
    (hers ? ada : bob).insert(chosen[i]->model.version);
    if (!hers) EXPECT_EQ(bytes_of(*chosen[i]), bytes_of(*plain[i])) << i;
    EXPECT_EQ(chosen[i]->shadow.has_value(), hers && i >= 40) << i;
  }
  const std::uint32_t start = models_.transactions->header().version;
  EXPECT_EQ(ada, (std::set<std::uint32_t>{start, 105, 106}));
  EXPECT_EQ(bob, (std::set<std::uint32_t>{start, 101}));
}

TEST_F(TenantDecisionsTest, ReplayAndARestartDecideTheSameToTheByte) {
  Core first = core();
  Core again = core();
  const auto live = decide(first, true);
  const auto replayed = decide(again, true);
  ASSERT_TRUE(library_.add(testing::shipped_trees(models_.transactions->header().version)).ok());
  for (std::size_t i = 0; i < live.size(); ++i) {
    EXPECT_EQ(bytes_of(*live[i]), bytes_of(*replayed[i])) << i;
    const auto once_more = decide_again(*live[i], {}, library_.judges_of(*live[i]));
    ASSERT_TRUE(once_more.ok()) << once_more.error().message;
    EXPECT_TRUE(once_more->differences.empty()) << i;
  }
  Core until = core();
  (void)decide(until, true, 0, 25);
  Core restored = core();
  Snapshot snapshot = until.start_snapshot();
  while (const auto part = until.next_part(snapshot)) ASSERT_TRUE(restored.load_part(*part).ok());
  const auto rest = decide(restored, true, 25, 40);
  for (std::size_t i = 0; i < rest.size(); ++i) EXPECT_EQ(bytes_of(*rest[i]), bytes_of(*live[50 + i])) << i;
}

}  // namespace
}  // namespace shrike::engine
