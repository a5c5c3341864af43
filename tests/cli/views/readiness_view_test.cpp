#include "cli/views/readiness_view.h"

#include <gmock/gmock.h>

namespace mongokeep::cli {
namespace {

ReadinessReport sample() {
  ReadinessReport report;
  report.findings = {{ReadinessTopic::server, ReadinessVerdict::ok, "db1, 12 ms", ""},
                     {ReadinessTopic::rights, ReadinessVerdict::unknown, "not told", ""},
                     {ReadinessTopic::hooks, ReadinessVerdict::warning, "nobody \x1b[2J hears", "Set one"}};
  return report;
}

TEST(ReadinessView, IsALineForEachFinding) {
  EXPECT_EQ(readiness_text(sample(), Detail::all),
            "ok       server         db1, 12 ms\n"
            "unknown  rights         not told\n"
            "warning  hooks          nobody \\x1b[2J hears\n"
            "                        Set one\n"
            "\n"
            "Ready for the next run, with 1 warning.\n");
  EXPECT_EQ(readiness_text(sample(), Detail::trouble),
            "warning  hooks          nobody \\x1b[2J hears\n"
            "                        Set one\n"
            "\n"
            "Ready for the next run, with 1 warning.\n");
}

TEST(ReadinessView, SaysWhatItComesTo) {
  ReadinessReport report;
  report.findings = {{ReadinessTopic::server, ReadinessVerdict::ok, "there", ""}};
  EXPECT_EQ(readiness_text(report, Detail::trouble), "");
  EXPECT_EQ(readiness_text(report, Detail::all), "ok       server         there\n\nReady for the next run.\n");
  report.findings.push_back({ReadinessTopic::root, ReadinessVerdict::failed, "not there", ""});
  EXPECT_EQ(readiness_text(report, Detail::trouble),
            "failed   root           not there\n\n"
            "Not ready: fix 1 problem before the next run; 0 warnings.\n");
}

TEST(ReadinessView, IsOneObjectForAProgram) {
  ReadinessReport report;
  report.findings = {{ReadinessTopic::encryption, ReadinessVerdict::warning, "one", "Add"},
                     {ReadinessTopic::space, ReadinessVerdict::ok, "much", ""}};
  EXPECT_EQ(readiness_json(report).dump(2), R"({
  "status": "warning",
  "findings": [
    {
      "topic": "encryption",
      "verdict": "warning",
      "finding": "one",
      "hint": "Add"
    },
    {
      "topic": "space",
      "verdict": "ok",
      "finding": "much",
      "hint": null
    }
  ]
})");
}

TEST(ReadinessView, ShowsNoSecret) {
  ReadinessReport report;
  report.findings = {{ReadinessTopic::server, ReadinessVerdict::failed, "mongodb://u:hidden@h is wrong", "hidden"}};
  const ReadinessReport clean = cleaned(report, Redactor("mongodb://u:hidden@h"));
  EXPECT_EQ(clean.findings[0].finding.find("hidden"), std::string::npos);
  EXPECT_EQ(clean.findings[0].hint.find("hidden"), std::string::npos);
}

}  // namespace
}  // namespace mongokeep::cli
