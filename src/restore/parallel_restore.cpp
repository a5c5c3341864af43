#include "restore/parallel_restore.h"

#include <algorithm>
#include <exception>
#include <numeric>
#include <optional>

#include "base/parallel_work.h"
#include "base/stop_wait.h"
#include "mongo/client_work.h"
#include "mongo/lost_server.h"
#include "mongokeep/error.h"
#include "restore/restore_log.h"

namespace mongokeep::restore {

namespace {

/// The workers of one run, and what they share.
class ParallelRestore {
 public:
  ParallelRestore(const LoadContext& context, const std::vector<PlannedCollection>& plan,
                  std::vector<RestoredCollection>& results)
      : context_(context), run_(context.run), plan_(plan), results_(results) {}

  void work(const mongo::Client& client) {
    const std::vector<std::size_t> order = collections_by_size();
    const auto take_one = [&](const mongo::Client& by, std::size_t task, const std::stop_token& stop) {
      take(by, order[task], stop);
    };
    mongo::run_in_parallel(order.size(), workers_for(run_.settings.parallel_collections), client, run_.connection,
                           take_one, context_.stop, run_.log);
    for (std::size_t index = order.size(); index < plan_.size(); ++index) take(client, index, context_.stop);
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

  void take(const mongo::Client& client, std::size_t index, const std::stop_token& stop) {
    const PlannedCollection& planned = plan_[index];
    RestoredCollection& result = results_[index];
    std::optional<ProgressMeter> meter;
    // A view that is made is nothing to watch.
    const auto watched = [&]() -> ProgressMeter& {
      if (!meter) meter.emplace(context_.progress, planned.target.text(), planned.record->documents);
      return *meter;
    };
    try {
      if (!planned.is_view()) watched();
      // Before anything of the next one is dropped.
      throw_if_stopped(stop);
      server_.throw_if_lost();
      if (!planned.is_stored()) {
        throw Error(ErrorKind::invalid_data, "restore", planned.source.text(),
                    "its backup failed: " + planned.record->error);
      }
      LoadContext load = context_;
      load.stop = stop;
      load.meter = meter ? &*meter : nullptr;
      restore_collection(load, client, planned, result);
      log_restored(run_.log, planned.target, result);
      if (!result.is_whole()) watched().fall_short(shortfall_of(result));
      if (!meter) return;
      meter->set_stored_bytes(planned.record->stored_bytes);
      meter->succeed();
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) {
        log_interrupted(run_.log, planned.target, result);
        throw;
      }
      if (error.kind() == ErrorKind::connection) server_.note(error);
      result.error = error.what();
      log_failed(run_.log, planned.target, result, meter ? Told::observer_too : Told::log_only);
      if (meter) meter->fail(result.error);
    } catch (const std::exception& error) {
      result.error = Error(ErrorKind::invalid_data, "restore", planned.target.text(), error.what()).what();
      log_failed(run_.log, planned.target, result, meter ? Told::observer_too : Told::log_only);
      if (meter) meter->fail(result.error);
    }
  }

  const LoadContext& context_;
  const RestoreContext& run_;
  const std::vector<PlannedCollection>& plan_;
  std::vector<RestoredCollection>& results_;
  mongo::LostServer server_;
};

}  // namespace

void restore_all(const LoadContext& context, const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                 std::vector<RestoredCollection>& results) {
  ParallelRestore(context, plan, results).work(client);
}

}  // namespace mongokeep::restore
