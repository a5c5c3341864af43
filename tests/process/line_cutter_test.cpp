#include "process/line_cutter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mongokeep::process {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines_of_pieces(const std::vector<std::string>& pieces) {
  std::vector<std::string> lines;
  LineCutter cutter([&](std::string_view line) { lines.emplace_back(line); });
  for (const std::string& piece : pieces) cutter.append(piece);
  cutter.finish();
  return lines;
}

TEST(LineCutter, MakesLinesOfPieces) {
  EXPECT_THAT(lines_of_pieces({"one\ntw", "", "o\n\n", "three"}), ElementsAre("one", "two", "", "three"));
  EXPECT_THAT(lines_of_pieces({"one", "\n"}), ElementsAre("one"));
  EXPECT_THAT(lines_of_pieces({""}), ElementsAre());
}

TEST(LineCutter, CutsWhatIsLong) {
  const std::string full(LineCutter::longest, 'x');
  EXPECT_THAT(lines_of_pieces({full + "y", "y\nnext\n"}), ElementsAre(full, "next"));
  EXPECT_THAT(lines_of_pieces({full, "\n", full + full + "\n"}), ElementsAre(full, full));
}

}  // namespace
}  // namespace mongokeep::process
