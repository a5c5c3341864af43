#include "support/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mongokeep::test {
namespace {

TEST(Program, AnswersHelpOnItsStandardOutput) {
  const ProgramResult result = run_program({.arguments = {"--help"}});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(result.output, testing::HasSubstr("backup"));
  EXPECT_THAT(result.error, testing::IsEmpty());
}

}  // namespace
}  // namespace mongokeep::test
