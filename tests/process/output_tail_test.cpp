#include "process/output_tail.h"

#include <gtest/gtest.h>

namespace mongokeep::process {
namespace {

TEST(OutputTail, KeepsWhatIsShort) {
  OutputTail tail;
  EXPECT_EQ(tail.text(), "");
  tail.append("one ");
  tail.append("");
  tail.append("two");
  EXPECT_EQ(tail.text(), "one two");
}

TEST(OutputTail, KeepsTheEndOfWhatIsLong) {
  const std::string full(OutputTail::longest, 'x');
  OutputTail by_pieces;
  by_pieces.append(full);
  by_pieces.append("end");
  EXPECT_EQ(by_pieces.text(), "…" + full.substr(3) + "end");

  OutputTail at_once;
  at_once.append("begin");
  at_once.append("dropped" + full);
  EXPECT_EQ(at_once.text(), "…" + full);

  OutputTail just_full;
  just_full.append(full);
  EXPECT_EQ(just_full.text(), full);
}

}  // namespace
}  // namespace mongokeep::process
