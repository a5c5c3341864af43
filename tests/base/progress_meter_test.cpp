#include "base/progress_meter.h"

#include <gtest/gtest.h>

#include <vector>

namespace mongokeep {
namespace {

class Recorder final : public ProgressObserver {
 public:
  void collection_started(const CollectionProgress& progress) override { started = progress; }
  void collection_advanced(const CollectionProgress& progress) override { advanced.push_back(progress); }
  void collection_finished(const CollectionProgress& progress, Outcome outcome) override {
    finished = progress;
    outcomes.push_back(outcome);
  }

  void run_started(const RunProgress& run) override { runs.push_back(run); }
  void run_finished(const RunProgress& run) override { runs.push_back(run); }

  std::vector<RunProgress> runs;
  CollectionProgress started;
  std::vector<CollectionProgress> advanced;
  CollectionProgress finished;
  std::vector<Outcome> outcomes;
};

TEST(ProgressMeter, TellsTheBeginningAndTheEnd) {
  Recorder recorder;
  ProgressBoard board(&recorder);
  {
    ProgressMeter meter(board, "shop.users", 10);
    for (std::uint64_t i = 1; i <= 12; ++i) meter.advance(i, i * 100);
    meter.succeed();
  }
  EXPECT_EQ(recorder.started.name, "shop.users");
  EXPECT_EQ(recorder.started.estimated_documents, 10U);
  EXPECT_EQ(recorder.finished.documents, 12U);
  EXPECT_EQ(recorder.finished.bytes, 1200U);
  EXPECT_EQ(recorder.outcomes, std::vector{ProgressObserver::Outcome::copied});
}

TEST(ProgressMeter, ThatWasNotToldOfItsEndSaysThatItWasStopped) {
  Recorder recorder;
  ProgressBoard board(&recorder);
  { ProgressMeter meter(board, "shop.users", 10); }
  EXPECT_EQ(recorder.outcomes, std::vector{ProgressObserver::Outcome::stopped});
}

TEST(ProgressMeter, TellsWhyACollectionFailed) {
  Recorder recorder;
  ProgressBoard board(&recorder);
  {
    ProgressMeter meter(board, "shop.users");
    meter.fail("not authorized");
  }
  EXPECT_EQ(recorder.outcomes, std::vector{ProgressObserver::Outcome::failed});
  EXPECT_EQ(recorder.finished.error, "not authorized");
}

TEST(ProgressMeter, TellsTheFirstThingThatIsMissing) {
  Recorder recorder;
  ProgressBoard board(&recorder);
  {
    ProgressMeter meter(board, "shop.users");
    meter.fall_short("2 duplicates");
    meter.fall_short("an index");
    meter.succeed();
  }
  EXPECT_EQ(recorder.outcomes, std::vector{ProgressObserver::Outcome::partial});
  EXPECT_EQ(recorder.finished.error, "2 duplicates");
}

TEST(ProgressMeter, TellsAtOnceOfAStageAndWhatIsKnownByThen) {
  Recorder recorder;
  ProgressBoard board(&recorder);
  ProgressMeter meter(board, "shop.users");
  meter.expect(7);
  meter.advance(5, 100);
  meter.set_stored_bytes(50);
  meter.enter(CollectionProgress::Stage::file);
  ASSERT_EQ(recorder.advanced.size(), 2U);
  EXPECT_EQ(recorder.advanced[0].estimated_documents, 7U);
  EXPECT_EQ(recorder.advanced[1].stage, CollectionProgress::Stage::file);
  EXPECT_EQ(recorder.advanced[1].documents, 5U);
  EXPECT_EQ(recorder.advanced[1].stored_bytes, 50U);
}

TEST(RunMeter, TellsTheBeginningAndTheEndOfARun) {
  Recorder recorder;
  {
    RunMeter run(&recorder, {.kind = RunProgress::Kind::restore, .folder = "/srv/a", .collections = {"shop.users"}});
    EXPECT_EQ(recorder.runs.size(), 1U);
    run.finish();
  }
  ASSERT_EQ(recorder.runs.size(), 2U);
  EXPECT_EQ(recorder.runs[1].collections, std::vector<std::string>{"shop.users"});
  { const RunMeter broken_off(&recorder, {}); }
  EXPECT_EQ(recorder.runs.size(), 3U) << "a run that was broken off does not tell that it is finished";
  RunMeter(nullptr, {}).finish();
}

TEST(ProgressMeter, IsNotToldOfEveryDocument) {
  Recorder recorder;
  ProgressBoard board(&recorder);
  ProgressMeter meter(board, "shop.users", 10);
  for (std::uint64_t i = 1; i <= 100000; ++i) meter.advance(i, i * 100);
  EXPECT_LT(recorder.advanced.size(), 400U) << "at most one in 256";
}

TEST(ProgressBoard, WithoutAnObserverTellsNobody) {
  ProgressBoard board(nullptr);
  EXPECT_FALSE(board.is_watched());
  ProgressMeter meter(board, "shop.users", 10);
  meter.advance(1, 1);
}

}  // namespace
}  // namespace mongokeep
