#include <gtest/gtest.h>

#include <optional>

#include "cli/terminal/progress_bars.h"
#include "cli/terminal/progress_log.h"
#include "support/no_threads.h"

namespace mongokeep::cli {
namespace {

const CollectionProgress orders{.name = "shop.orders", .documents = 1};

/// A whole collection, at a time when no thread is to be had, and another one later.
void tell_collections(ProgressObserver& observer) {
  std::optional<test::NoThreads> none(std::in_place);
  EXPECT_NO_THROW(observer.collection_started(orders));
  EXPECT_NO_THROW(observer.collection_advanced(orders));
  EXPECT_NO_THROW(observer.collection_finished(orders, ProgressObserver::Outcome::copied));
  none.reset();
  EXPECT_NO_THROW(observer.collection_started(orders));
  EXPECT_NO_THROW(observer.collection_finished(orders, ProgressObserver::Outcome::copied));
}

TEST(ProgressThreads, AreNotNeededForBars) {
  Console console(system_clock());
  ProgressBars bars(console);
  tell_collections(bars);
}

TEST(ProgressThreads, AreNotNeededForTheLog) {
  Console console(system_clock());
  ProgressLog log(console, std::chrono::seconds(30));
  tell_collections(log);
}

}  // namespace
}  // namespace mongokeep::cli
