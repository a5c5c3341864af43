#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "extjson/bson_view.h"
#include "mongo/connection.h"
#include "mongo/namespace.h"
#include "mongo/reading/ordered_cursor.h"
#include "mongo/reading/range_plan.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

/// Reads a plan's ranges, to the end of its line, over several connections at once, and gives their documents in order.
/// Each connection has one range in memory, and takes the next one when that has been given.
class RangedReader {
 public:
  using Step = OrderedCursor::Step;

  /// Borrows the clients, which are the threads' until this object has gone. Throws std::system_error where there is no
  /// thread to be had.
  RangedReader(const std::vector<Client>& clients, Namespace ns, RangePlan plan);
  /// Waits for answers that are on their way.
  ~RangedReader();
  RangedReader(const RangedReader&) = delete;
  RangedReader& operator=(const RangedReader&) = delete;

  /// The next document, valid until the next call; nothing at the end, of which last_step() tells more. What a cursor
  /// threw is an interruption, once all that comes before it was given.
  std::optional<extjson::BsonView> next();
  Step last_step() const { return broken_ ? Step::interrupted : Step::end; }

  struct Break {
    Error interruption;
    std::vector<std::uint8_t> last_id;  ///< {"_id": …} behind which to go on
  };
  /// There where last_step() is `interrupted`.
  const std::optional<Break>& broken() const { return broken_; }

 private:
  class Lane;

  std::optional<RangePlan::Range> next_range(Lane& lane);
  void note(const RangePlan::Range& range, std::uint64_t documents, std::uint64_t bytes);
  bool plan_behind(const LineRead& read, std::vector<std::uint8_t> last_id);
  void end();
  void give_up();
  Lane* current();

  const Namespace ns_;
  std::optional<Break> broken_;
  std::mutex mutex_;  ///< for what follows
  std::condition_variable changed_;
  /// None while an open range is being read. What ranges of the plan before turn out to have is noted on the next one:
  /// it is a guess as well.
  std::optional<RangePlan> plan_;
  bool is_over_ = false;     ///< there will be no more ranges
  std::deque<Lane*> order_;  ///< whose range comes first, and so on
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace mongokeep::mongo
