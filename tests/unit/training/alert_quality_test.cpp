#include "shrike/training/alert_quality.hpp"

#include <gtest/gtest.h>

namespace shrike::training {
namespace {

TEST(AlertFigures, PrecisionIsOfWhatIsLabelled) {
  const AlertFigures figures{10, 3, 1};
  EXPECT_EQ(figures.precision(), 0.75);
  EXPECT_EQ(figures.unlabelled(), 6U);
  EXPECT_EQ((AlertFigures{5, 0, 0}).precision(), std::nullopt);
  EXPECT_EQ((AlertFigures{5, 0, 2}).precision(), 0.0);
}

}  // namespace
}  // namespace shrike::training
