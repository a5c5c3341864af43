#include "restore/document_load.h"

#include <fmt/format.h>

#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "base/patience.h"
#include "base/text/counted.h"
#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "mongo/catalogue.h"
#include "mongo/reading/reading_order.h"
#include "mongo/writing/batch_write.h"
#include "mongokeep/error.h"
#include "restore/batch_queue.h"
#include "restore/load_tally.h"
#include "restore/target_ids.h"

namespace mongokeep::restore {

namespace {

/// Large enough that round trips cost little, small enough that a few of them in memory do not matter.
constexpr std::size_t batch_bytes = std::size_t{2} << 20U;
/// What a large document may take while it is read and sent: most of the budget.
constexpr std::size_t large_document_bytes = std::size_t{48} << 20U;
constexpr std::size_t batch_documents = 1'000;
/// Connections that write one collection.
constexpr std::size_t senders = 2;

bool is_timeseries(const PlannedCollection& planned) {
  return planned.record->type == "timeseries";
}

mongo::WriteMode write_mode(const RestoreSettings& settings) {
  switch (settings.mode.value_or(RestoreMode::insert)) {
    case RestoreMode::insert: return mongo::WriteMode::insert;
    case RestoreMode::upsert: return mongo::WriteMode::upsert;
    case RestoreMode::missing_only: return mongo::WriteMode::missing_only;
  }
  return mongo::WriteMode::insert;
}

/// A capped collection keeps its documents in the order in which they come.
bool is_capped(const PlannedCollection& planned) {
  const auto& options = planned.metadata.options;
  return mongo::is_capped(extjson::view_of(options));
}

/// As the manifest has it: an older system's folder does not tell.
bool is_one_batch(const LoadContext& context, const archive::CollectionRecord& record) {
  return !context.backup.is_legacy() && record.documents <= batch_documents && record.bson_bytes <= batch_bytes;
}

/// A further connection would have nothing to do for one batch, and takes its time to be made.
std::size_t senders_for(const LoadContext& context, const PlannedCollection& planned) {
  return is_capped(planned) || is_one_batch(context, *planned.record) ? 1 : senders;
}

/// Ends the senders when reading ends by an exception.
struct AbandonAtEnd {
  BatchQueue& queue;
  explicit AbandonAtEnd(BatchQueue& of) : queue(of) {}
  ~AbandonAtEnd() { queue.abandon(); }
  AbandonAtEnd(const AbandonAtEnd&) = delete;
  AbandonAtEnd& operator=(const AbandonAtEnd&) = delete;
};

/// One collection between its file and the server.
class Load {
 public:
  Load(const LoadContext& context, const PlannedCollection& planned, archive::StoredText& text,
       RestoredCollection& result)
      : context_(context),
        planned_(planned),
        text_(text),
        result_(result),
        tally_(result, *context.meter),
        queue_(senders_for(context, planned) + 1) {}

  void run(const mongo::Client& client) {
    std::vector<std::future<void>> sending;
    // A future that finds no room here would be waited for on the spot, while the sender waits for documents.
    sending.reserve(senders_for(context_, planned_));
    const AbandonAtEnd guard(queue_);
    look_for_what_is_there();
    sending.push_back(std::async(std::launch::async, [&] { send(client); }));
    while (sending.size() < senders_for(context_, planned_) && start_further(sending)) continue;
    read();
    queue_.close();
    for (std::future<void>& sender : sending) sender.get();
    check_count();
  }

 private:
  /// Where the server has no index to find a document by.
  void look_for_what_is_there() {
    const bool is_only_for_what_is_missing = context_.run.settings.mode == RestoreMode::missing_only;
    const bool is_filled = result_.found == RestoredCollection::Found::filled;
    if (!is_only_for_what_is_missing || !is_filled || !is_timeseries(planned_)) return;
    const auto& options = planned_.metadata.options;
    if (!TargetIds::can_follow(extjson::view_of(options))) return;
    looker_ = context_.run.connection.try_acquire(context_.stop);
    if (looker_) target_ids_.emplace(*looker_, planned_.target, context_.stop);
  }

  bool is_there(extjson::BsonView document) {
    const auto id = target_ids_ ? extjson::find_element(document, extjson::id_key) : std::nullopt;
    return id && target_ids_->has(*id);
  }

  /// Where nothing can be there, or it has been looked for, an insert does, which time-series collections take. A
  /// second document of the same `_id` in the file is then a duplicate, not one that was there.
  mongo::WriteMode mode() const {
    const bool is_plain_insert = target_ids_ || result_.found != RestoredCollection::Found::filled;
    return is_plain_insert ? mongo::WriteMode::insert : write_mode(context_.run.settings);
  }

  /// False where there is no further connection, or thread, to be had: one is enough.
  bool start_further(std::vector<std::future<void>>& sending) {
    try {
      std::optional<mongo::Client> further = context_.run.connection.try_acquire(context_.stop);
      if (!further) return false;
      // One that cannot connect, for want of descriptors, must not fail the collection: the other one can.
      Patience none = Patience::none();
      mongo::server_version(*further, none);
      sending.push_back(std::async(std::launch::async, [this, own = std::move(*further)] { send(own); }));
      return true;
    } catch (const std::exception& error) {
      context_.run.log.warning("Writing a collection over fewer connections", {{"error", error.what()}});
      return false;
    }
  }

  void read() {
    LoadBatch batch;
    const auto flush = [&] {
      if (!batch.share.is_held()) batch.share = context_.budget.take(batch.documents.bytes(), context_.stop);
      return queue_.push(std::exchange(batch, {}));
    };
    // One at a time in the whole run, until it is sent.
    const auto make_room = [&] {
      if (!batch.documents.empty()) flush();
      batch.share = context_.budget.take(large_document_bytes, context_.stop);
    };
    const auto take = [&](std::uint64_t line, extjson::BsonView document) {
      ++result_.documents;
      if (is_there(document)) {
        tally_.add_present();
        return true;
      }
      batch.documents.add(document);
      batch.lines.push_back(line);
      const bool is_full =
          batch.share.is_held() || batch.documents.bytes() >= batch_bytes || batch.documents.size() >= batch_documents;
      return !is_full || flush();
    };
    const auto miss = [&](const documents::StoredFault& fault) {
      if (fault.loses_document) ++result_.documents;
      tally_.add_unreadable(fault);
      batch.share = {};
    };
    const extjson::TextRules rules = text_rules(context_.backup, context_.run.settings.guess_types);
    read_stored(text_, context_.backup.layout(), rules, context_.filter, context_.stop, {take, miss, make_room});
    if (!batch.documents.empty()) flush();
  }

  void send(const mongo::Client& client) {
    const RestoreSettings& settings = context_.run.settings;
    const auto validation = settings.bypass_validation ? mongo::Validation::bypassed : mongo::Validation::by_server;
    const auto id_index = is_timeseries(planned_) ? mongo::IdIndex::none : mongo::IdIndex::unique;
    const mongo::WriteContext write{client,   planned_.target,     mode(),       validation,
                                    id_index, is_capped(planned_), context_.stop};
    try {
      while (const auto batch = queue_.pop()) tally_.add_sent(*batch, mongo::write_batch(write, batch->documents));
    } catch (...) {
      queue_.abandon();
      throw;
    }
  }

  /// A file that was changed since it was checked.
  void check_count() const {
    const bool is_known = !context_.backup.is_legacy() && context_.filter == nullptr;
    if (!is_known || context_.run.settings.accept_changed || result_.documents == planned_.record->documents) return;
    throw Error(ErrorKind::damaged, "restore all of", context_.backup.path_of(*planned_.record).string(),
                fmt::format("the file has {}, but the manifest says {}", counted(result_.documents, "document"),
                            planned_.record->documents));
  }

  const LoadContext& context_;
  const PlannedCollection& planned_;
  archive::StoredText& text_;
  RestoredCollection& result_;
  LoadTally tally_;
  BatchQueue queue_;
  std::optional<mongo::Client> looker_;  ///< a connection of target_ids_'s own
  std::optional<TargetIds> target_ids_;
};

}  // namespace

void load_documents(const LoadContext& context, const mongo::Client& client, const PlannedCollection& planned,
                    archive::StoredText& text, RestoredCollection& result) {
  Load(context, planned, text, result).run(client);
}

}  // namespace mongokeep::restore
