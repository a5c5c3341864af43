#include "restore/restore_crew.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "base/crew.h"
#include "base/lost_server.h"
#include "base/stop_wait.h"
#include "mongokeep/error.h"
#include "restore/restore_log.h"

namespace mongokeep::restore {

namespace {

/// The workers of one run, and what they share.
class Crew {
 public:
  Crew(const LoadContext& context, const std::vector<PlannedCollection>& plan, std::vector<RestoredCollection>& results)
      : run_(context.run),
        plan_(plan),
        results_(results),
        stop_with_run_(context.stop, [this] { stop_.request_stop(); }),
        load_(context) {
    load_.stop = stop_.get_token();
  }

  void work(const mongo::Client& client) {
    const std::vector<std::size_t> order = collections_by_size();
    const auto hire = [&]() -> std::optional<Work> {
      std::optional<mongo::Client> found = run_.connection.try_acquire();
      if (!found) return std::nullopt;
      return
          [&, own = std::make_shared<mongo::Client>(std::move(*found))](std::size_t task) { take(*own, order[task]); };
    };
    const auto own = [&](std::size_t task) { take(client, order[task]); };
    work_off(order.size(), workers_for(run_.settings.parallel_collections), own, hire, stop_, run_.log);
    for (std::size_t index = order.size(); index < plan_.size(); ++index) take(client, index);
  }

 private:
  /// The plan has the views behind everything else.
  std::vector<std::size_t> collections_by_size() const {
    const auto is_view = [](const PlannedCollection& planned) { return planned.is_view(); };
    const auto count = std::find_if(plan_.begin(), plan_.end(), is_view) - plan_.begin();
    std::vector<std::size_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      return plan_[left].record->stored_bytes > plan_[right].record->stored_bytes;
    });
    return order;
  }

  void take(const mongo::Client& client, std::size_t index) {
    const PlannedCollection& planned = plan_[index];
    RestoredCollection& result = results_[index];
    try {
      // Before anything of the next one is dropped.
      throw_if_stopped(load_.stop);
      server_.throw_if_lost();
      if (!planned.is_stored()) {
        throw Error(ErrorKind::invalid_data, "restore", planned.source.text(),
                    "the backup does not have it: " + planned.record->error);
      }
      restore_collection(load_, client, planned, result);
      log_restored(run_.log, planned.target, result);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) {
        log_interrupted(run_.log, planned.target, result);
        throw;
      }
      if (error.kind() == ErrorKind::connection) server_.note(error);
      result.error = error.what();
      log_failed(run_.log, planned.target, result);
    }
  }

  const RestoreContext& run_;
  const std::vector<PlannedCollection>& plan_;
  std::vector<RestoredCollection>& results_;
  LostServer server_;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> stop_with_run_;
  LoadContext load_;
};

}  // namespace

void restore_all(const LoadContext& context, const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                 std::vector<RestoredCollection>& results) {
  Crew(context, plan, results).work(client);
}

}  // namespace mongokeep::restore
