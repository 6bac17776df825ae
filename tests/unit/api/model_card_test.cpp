// The card of a model, from what its file says about itself.
#include "api/model_card.hpp"

#include <gtest/gtest.h>

namespace shrike::api {
namespace {

ModelView view(std::string kind, std::string summary) {
  ModelView model;
  model.ref = {"transaction-gbt", 7};
  model.kind = std::move(kind);
  model.state = "champion";
  model.summary_json = std::move(summary);
  return model;
}

TEST(ModelCard, SaysWhatItLearnedFromAndHowWellItDid) {
  const std::string card = model_card(view("gradient_boosted_trees", R"({"data":"labels of 90 days","examples":300,
      "depth":5,"validation":{"auc":0.91234,"events":60},"data_hash":"00ff","trained_by":"somebody"})"));
  for (const char* part : {"# transaction-gbt version 7", "State: champion", "| data | labels of 90 days |",
                           "| data_hash | 00ff |", "| trained_by | somebody |", "| depth | 5 |",
                           "| validation: auc | 0.9123 |", "| validation: events | 60 |", "## Limits"}) {
    EXPECT_NE(card.find(part), std::string::npos) << part << "\n" << card;
  }
  EXPECT_LT(card.find("## Data"), card.find("## Parameters"));
}

TEST(ModelCard, OddTextsBreakNoTable) {
  const std::string card = model_card(view("linear_text", R"({"data":"a|b\nc"})"));
  EXPECT_NE(card.find("| data | a b c |"), std::string::npos) << card;
  EXPECT_NE(model_card(view("isolation_forest", "{}")).find("unusual"), std::string::npos);
  EXPECT_NE(model_card(view("x", "not json")).find("## Limits"), std::string::npos);
}

}  // namespace
}  // namespace shrike::api
