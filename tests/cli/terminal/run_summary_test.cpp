#include "cli/terminal/run_summary.h"

#include <gtest/gtest.h>

namespace mongokeep::cli {
namespace {

using namespace std::chrono_literals;
using Outcome = ProgressObserver::Outcome;
using Kind = RunProgress::Kind;

RunProgress run_of_kind(Kind kind) {
  RunProgress run;
  run.kind = kind;
  run.folder = "/srv/backup/20th_Feb_2024";
  run.collections = {"shop.orders", "shop.users"};
  run.elapsed = 2s;
  return run;
}

CollectionProgress counted_collection(std::string name) {
  CollectionProgress progress;
  progress.name = std::move(name);
  progress.documents = 600;
  progress.bytes = 3'000'000;
  progress.stored_bytes = 1024;
  return progress;
}

TEST(RunSummary, SumsUpABackup) {
  RunTotals totals;
  totals.add(counted_collection("shop.orders"), Outcome::copied);
  totals.add(counted_collection("shop.users"), Outcome::copied);
  EXPECT_EQ(run_heading(run_of_kind(Kind::backup)), "Backing up 2 collections into /srv/backup/20th_Feb_2024\n");
  EXPECT_EQ(run_summary(run_of_kind(Kind::backup), totals, Colours::off),
            "Backed up 2 collections: 1,200 documents, 2.00 KiB in 2.0 s, 3.00 MB/s\n"
            "details: mongokeep show 20th_Feb_2024 --root /srv/backup\n");
}

TEST(RunSummary, CountsFilesOnTheirWay) {
  EXPECT_EQ(run_heading(run_of_kind(Kind::shipment)), "Shipping 2 files to /srv/backup/20th_Feb_2024\n");
  RunTotals totals;
  totals.add(counted_collection("users.json"), Outcome::copied);
  RunProgress run = run_of_kind(Kind::return_journey);
  run.reads_documents = false;
  EXPECT_EQ(run_summary(run, totals, Colours::off), "Brought back 1 file: 1.00 KiB in 2.0 s, 1.50 MB/s\n");
}

TEST(RunSummary, NamesWhatFailed) {
  RunTotals totals;
  totals.add(counted_collection("shop.orders"), Outcome::copied);
  totals.add(counted_collection("shop.secrets"), Outcome::failed);
  EXPECT_EQ(run_summary(run_of_kind(Kind::backup), totals, Colours::on),
            "Backed up 1 of 2 collections: 600 documents, 1.00 KiB in 2.0 s, 1.50 MB/s\n"
            "\x1b[1;31mfailed: shop.secrets\x1b[0m\n"
            "details: mongokeep show 20th_Feb_2024 --root /srv/backup\n");
}

TEST(RunSummary, NamesAFewOfMany) {
  RunTotals totals;
  for (int i = 0; i < 7; ++i) totals.add(counted_collection("c" + std::to_string(i)), Outcome::partial);
  EXPECT_EQ(run_summary(run_of_kind(Kind::restore), totals, Colours::off),
            "Restored 7 collections: 4,200 documents, 7.00 KiB in 2.0 s, 10.5 MB/s\n"
            "partial: c0, c1, c2, c3, c4 and 2 more\n");
}

TEST(RunSummary, LeavesOutWhatWasStopped) {
  RunTotals totals;
  totals.add(counted_collection("shop.orders"), Outcome::stopped);
  RunProgress run = run_of_kind(Kind::rewrap);
  run.reads_documents = false;
  run.elapsed = 0ms;
  EXPECT_EQ(run_summary(run, totals, Colours::off), "Rewrapped 0 collections: 0 B in 0.0 s\n");
}

TEST(RunSummary, QuotesWordsForTheShell) {
  RunProgress run = run_of_kind(Kind::backup);
  run.folder = "/srv/it's mine/20th_Feb_2024 (2)";
  const std::string text = run_summary(run, RunTotals(), Colours::off);
  EXPECT_NE(text.find(R"(mongokeep show '20th_Feb_2024 (2)' --root '/srv/it'\''s mine')"), std::string::npos) << text;
}

}  // namespace
}  // namespace mongokeep::cli
