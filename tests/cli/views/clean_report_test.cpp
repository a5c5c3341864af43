#include "cli/views/clean_report.h"

#include <gtest/gtest.h>

namespace mongokeep::cli {
namespace {

TEST(CleanReport, HidesSecretsInSentencesAndLeavesNamesAndPathsWhole) {
  const Redactor redactor("mongodb://user:s3cret@h/db");
  const Json report = {{"task", "backup"},
                       {"backupPath", "/srv/s3cret/20th_Feb_2024"},
                       {"unsynced", "s3cret"},
                       {"warnings", {"s3cret has shrunk"}},
                       {"error", {{"kind", "server"}, {"subject", "s3cret"}, {"cause", "s3cret is wrong"}}},
                       {"failures", {{{"path", "/srv/s3cret/x"}, {"error", "cannot remove /srv/s3cret/x"}}}},
                       {"collections", {{{"name", "s3cret"}, {"error", "no s3cret"}, {"refusals", {"s3cret_1"}}}}}};
  EXPECT_EQ(cleaned_report(report, redactor),
            Json({{"task", "backup"},
                  {"backupPath", "/srv/s3cret/20th_Feb_2024"},
                  {"unsynced", "***"},
                  {"warnings", {"*** has shrunk"}},
                  {"error", {{"kind", "server"}, {"subject", "***"}, {"cause", "*** is wrong"}}},
                  {"failures", {{{"path", "/srv/s3cret/x"}, {"error", "cannot remove /srv/***/x"}}}},
                  {"collections", {{{"name", "s3cret"}, {"error", "no ***"}, {"refusals", {"***_1"}}}}}}));
}

}  // namespace
}  // namespace mongokeep::cli
