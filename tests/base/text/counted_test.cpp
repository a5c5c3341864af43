#include "base/text/counted.h"

#include <gtest/gtest.h>

namespace mongokeep {
namespace {

TEST(Counted, TakesThePluralForAllButOne) {
  EXPECT_EQ(counted(0, "document"), "0 documents");
  EXPECT_EQ(counted(1, "document"), "1 document");
  EXPECT_EQ(counted(2, "document"), "2 documents");
  EXPECT_EQ(counted(1, "index"), "1 index");
  EXPECT_EQ(counted(2, "index"), "2 indexes");
}

TEST(Counted, GroupsDigitsByThree) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1,000");
  EXPECT_EQ(counted(18446744073709551615U, "byte"), "18,446,744,073,709,551,615 bytes");
}

}  // namespace
}  // namespace mongokeep
