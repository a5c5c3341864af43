#include "restore/rehearsal.h"

#include "base/parallel_work.h"
#include "mongo/client_work.h"
#include "restore/expected_writes.h"
#include "restore/index_build.h"
#include "restore/load_tally.h"
#include "restore/restore_log.h"

namespace mongokeep::restore {

namespace {

class Rehearsal {
 public:
  Rehearsal(const LoadContext& context, const std::vector<PlannedCollection>& plan,
            std::vector<RestoredCollection>& results)
      : context_(context), plan_(plan), results_(results) {}

  void run(const mongo::Client& client) {
    const mongo::ClientWorker take_one = [this](const mongo::Client& by, std::size_t index,
                                                const std::stop_token& stop) {
      take(by, plan_[index], results_[index], stop);
    };
    mongo::run_in_parallel(plan_.size(), workers_for(context_.run.settings.parallel_collections), client,
                           context_.run.connection, take_one, context_.stop, context_.run.log);
  }

 private:
  void take(const mongo::Client& client, const PlannedCollection& planned, RestoredCollection& result,
            const std::stop_token& stop) {
    if (!planned.is_stored()) {
      result.error = "its backup failed: " + planned.record->error;
    } else if (!planned.is_view()) {
      read(client, planned, result, stop);
      result.indexes = indexes_to_build(planned.metadata.indexes).size();
    }
  }

  void read(const mongo::Client& client, const PlannedCollection& planned, RestoredCollection& result,
            const std::stop_token& stop) {
    ProgressMeter meter(context_.progress, planned.target.text(), planned.record->documents);
    LoadTally tally(result, meter);
    ExpectedWrites writes(client, planned, context_.run.settings, result, stop);
    std::uint64_t bytes = 0;
    const auto count = [&](std::uint64_t, extjson::BsonView document) {
      ++result.documents;
      writes.add(document);
      bytes += document.size;
      meter.advance(result.documents, bytes);
      return true;
    };
    const auto miss = [&](const documents::StoredFault& fault) {
      if (fault.loses_document) ++result.documents;
      tally.add_unreadable(fault);
    };
    const extjson::TextRules rules = text_rules(context_.backup, context_.run.settings.guess_types);
    const auto text = context_.backup.open_text(*planned.record);
    read_stored(*text, context_.backup.layout(), rules, context_.filter, stop, {count, miss});
    writes.settle();
    meter.set_stored_bytes(planned.record->stored_bytes);
    if (!result.is_whole()) meter.fall_short(shortfall_of(result));
    meter.succeed();
  }

  const LoadContext& context_;
  const std::vector<PlannedCollection>& plan_;
  std::vector<RestoredCollection>& results_;
};

}  // namespace

void rehearse(const LoadContext& context, const mongo::Client& client, const std::vector<PlannedCollection>& plan,
              std::vector<RestoredCollection>& results) {
  Rehearsal(context, plan, results).run(client);
}

}  // namespace mongokeep::restore
