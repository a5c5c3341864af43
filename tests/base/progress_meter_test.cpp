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
