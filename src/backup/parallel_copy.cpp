#include "backup/parallel_copy.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "backup/collection_copy.h"
#include "backup/metadata_text.h"
#include "backup/still_there.h"
#include "base/parallel_work.h"
#include "base/stop_wait.h"
#include "mongo/client_work.h"
#include "mongo/held_namespace.h"
#include "mongo/lost_server.h"
#include "mongo/reading/lanes.h"

namespace mongokeep::backup {

namespace {

bool concerns_one_collection(ErrorKind kind) {
  return kind == ErrorKind::server || kind == ErrorKind::connection || kind == ErrorKind::invalid_data;
}

/// In bytes: below this, waiting for the disk takes longer than writing.
constexpr std::uint64_t worth_a_sync = std::uint64_t{1} << 20U;
/// So many are read back and named while others are still being read from the server.
constexpr std::size_t largest_group = 256;
/// A server takes its time to tell of one collection among so many.
constexpr std::size_t many_collections = 64;
constexpr std::size_t smallest_question = 16;

/// The workers of one run, and what they share.
class ParallelCopy {
 public:
  ParallelCopy(const RunContext& context, const std::filesystem::path& final_path, const archive::Packing& packing,
               const std::vector<PlannedFile>& plan)
      : context_(context),
        final_path_(final_path),
        packing_(packing),
        plan_(plan),
        outcomes_(plan.size()),
        lanes_(context.connection, mongo::Lanes::far_away, context.stop),
        board_(context.observer) {}

  /// This thread works with `client`; more join in as far as the settings and the pool allow.
  std::vector<CopyOutcome> work(const mongo::Client& client) {
    const auto take_one = [this](const mongo::Client& by, std::size_t index, const std::stop_token& stop) {
      take(by, index, stop);
    };
    mongo::run_in_parallel(plan_.size(), workers_for(context_.settings.parallel_collections), client,
                           context_.connection, take_one, context_.stop, context_.log);
    give_up_what_is_gone(client, unasked_);
    std::move(unasked_.begin(), unasked_.end(), std::back_inserter(waiting_));
    publish(std::exchange(waiting_, {}));
    return std::move(outcomes_);
  }

 private:
  /// A file that is written, and the number of its collection.
  struct Waiting {
    std::size_t index;
    archive::WrittenFile file;
    std::unique_ptr<ProgressMeter> meter;
  };

  void take(const mongo::Client& client, std::size_t index, const std::stop_token& stop) {
    const PlannedFile& planned = plan_[index];
    const bool is_definition = planned.target->content == Target::Content::definition;
    std::unique_ptr<ProgressMeter> meter;
    ++taken_;
    try {
      if (!is_definition) meter = begun(planned);
      throw_if_faulty(*planned.target);
      throw_if_misnamed(planned.target->ns);
      server_.throw_if_lost();
      if (is_definition) {
        outcomes_[index].record = described(*planned.target);
        return;
      }
      Copied done = copied(client, planned, *meter, stop);
      keep(client, index, std::move(done), meter);
    } catch (const Error& error) {
      if (!concerns_one_collection(error.kind())) throw;
      if (error.kind() == ErrorKind::connection) server_.note(error);
      outcomes_[index] = failed(planned, error, std::move(meter));
    }
  }

  /// What the server lists is none that could be told apart, or put back.
  static void throw_if_faulty(const Target& target) {
    if (target.fault.empty()) return;
    throw Error(ErrorKind::server, "copy the collection", target.ns.text(), target.fault,
                "Look at it with `db.runCommand({listCollections: 1})`. To leave it out, name what is to be copied");
  }

  /// It could not be restored. Not every server keeps to MongoDB's names.
  static void throw_if_misnamed(const mongo::Namespace& ns) {
    const std::string wrong = mongo::wrong_name(ns);
    if (wrong.empty()) return;
    throw Error(
        ErrorKind::invalid_data, "copy the collection", ns.text(), wrong,
        "MongoDB does not allow such a name, and a restore would be refused. Rename the collection, or leave it "
        "out with --excludeCollection");
  }

  std::unique_ptr<ProgressMeter> begun(const PlannedFile& file) {
    try {
      return std::make_unique<ProgressMeter>(board_, file.target->ns.text());
    } catch (const std::exception& error) {
      throw Error(ErrorKind::invalid_data, "copy the collection", file.target->ns.text(), error.what());
    }
  }

  /// What is no error of ours (no memory for a document, say) is this collection's own as long as nothing but its file
  /// is being made: the others may do with less.
  static Copied copied_by_itself(const CopyContext& copy, const PlannedFile& file) {
    try {
      return copy_collection(copy, *file.target, file.name);
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {
      throw Error(ErrorKind::invalid_data, "copy the collection", file.target->ns.text(), error.what());
    }
  }

  Copied copied(const mongo::Client& client, const PlannedFile& file, ProgressMeter& meter,
                const std::stop_token& stop) {
    const CopyContext copy{
        client, lanes_, file.folder, context_.settings.format, context_.settings.capped_order, packing_,
        stop,   meter,  context_.log};
    Copied done = copied_by_itself(copy, file);
    done.record.database = file.target->ns.database;
    done.record.file = file.relative_path;
    return done;
  }

  /// Publishes a large file at once, while others are read, and has small ones wait for each other: a disk takes as
  /// long for one as for a hundred.
  void keep(const mongo::Client& client, std::size_t index, Copied done, std::unique_ptr<ProgressMeter>& meter) {
    meter->set_stored_bytes(done.record.stored_bytes);
    meter->enter(CollectionProgress::Stage::file);
    const bool is_alone = done.file.facts().stored_bytes >= worth_a_sync;
    if (is_alone || !asks_together()) check_still_there({client, context_.stop, context_.log}, *plan_[index].target);
    outcomes_[index].record = std::move(done.record);
    if (is_alone) {
      done.file.sync();
      return publish(index, done.file, *meter);
    }
    done.file.close();
    std::vector<Waiting> group = asked_about(client, {index, std::move(done.file), std::move(meter)});
    {
      const std::lock_guard lock(mutex_);
      std::move(group.begin(), group.end(), std::back_inserter(waiting_));
      group.clear();
      if (waiting_.size() < largest_group && !is_all_taken()) return;
      group.swap(waiting_);
    }
    publish(std::move(group));
  }

  /// Whether it is asked for a group at once what is still there, which is cheaper the more there are.
  bool asks_together() const { return plan_.size() >= many_collections; }
  /// The rest may take long.
  bool is_all_taken() const { return taken_ == plan_.size(); }

  /// Those of which it is known now that they are still there; the file may have to wait for others to be asked about.
  std::vector<Waiting> asked_about(const mongo::Client& client, Waiting next) {
    std::vector<Waiting> group;
    if (!asks_together()) {
      group.push_back(std::move(next));
      return group;
    }
    {
      const std::lock_guard lock(mutex_);
      unasked_.push_back(std::move(next));
      // What was not asked about is lost with the server: never more than a part of what was copied.
      if (unasked_.size() < std::max(smallest_question, asked_ / 2) && !is_all_taken()) return {};
      group.swap(unasked_);
      asked_ += group.size();
    }
    give_up_what_is_gone(client, group);
    return group;
  }

  void publish(std::vector<Waiting> group) {
    std::vector<archive::WrittenFile*> files;
    for (Waiting& waiting : group) files.push_back(&waiting.file);
    archive::sync_together(files);
    for (Waiting& waiting : group) {
      throw_if_stopped(context_.stop);
      publish(waiting.index, waiting.file, *waiting.meter);
      waiting.meter.reset();
    }
  }

  void publish(std::size_t index, archive::WrittenFile& file, ProgressMeter& meter) {
    file.publish();
    meter.succeed();
    log_copied(*plan_[index].target, outcomes_[index].record);
  }

  void give_up_what_is_gone(const mongo::Client& client, std::vector<Waiting>& group) {
    std::vector<const Target*> targets;
    for (const Waiting& waiting : group) targets.push_back(plan_[waiting.index].target);
    std::vector<std::optional<Error>> failures(group.size());
    try {
      const std::vector<bool> gone_ones = are_gone({client, context_.stop, context_.log}, targets);
      for (std::size_t at = 0; at < group.size(); ++at) {
        if (gone_ones[at]) failures[at] = gone(*targets[at]);
      }
    } catch (const Error& error) {
      if (!concerns_one_collection(error.kind())) throw;
      // None of them can be relied on.
      failures.assign(group.size(), error);
    }
    std::vector<Waiting> there;
    for (std::size_t at = 0; at < group.size(); ++at) {
      if (failures[at]) {
        outcomes_[group[at].index] = failed(plan_[group[at].index], *failures[at], std::move(group[at].meter));
      } else {
        there.push_back(std::move(group[at]));
      }
    }
    group = std::move(there);
  }

  /// The meter may be null: then nobody else is told.
  CopyOutcome failed(const PlannedFile& file, const Error& error, std::unique_ptr<ProgressMeter> meter) {
    if (meter) meter->fail(error.what());
    std::vector<LogField> fields = fields_of(*file.target);
    fields.push_back({"error", error.what()});
    Log log = meter ? context_.log.progress() : context_.log;
    log.error("Failed to back up collection", std::move(fields));
    CopyOutcome outcome{described(*file.target), error};
    outcome.record.error = error.what();
    return outcome;
  }

  void log_copied(const Target& target, const archive::CollectionRecord& record) {
    std::vector<LogField> fields = fields_of(target);
    fields.push_back({"documentCount", static_cast<std::int64_t>(record.documents)});
    fields.push_back({"filePath", (final_path_ / record.file).string()});
    context_.log.progress().info("Successfully backed up collection", std::move(fields));
    if (record.enveloped == 0) return;
    std::vector<LogField> more = fields_of(target);
    more.push_back({"envelopedCount", static_cast<std::int64_t>(record.enveloped)});
    context_.log.warning(
        "Some documents are stored as bytes, because JSON cannot represent them; mongoimport cannot read them",
        std::move(more));
  }

  /// How log lines name a target.
  std::vector<LogField> fields_of(const Target& target) const {
    std::vector<LogField> fields = {{"collectionName", target.ns.collection}};
    if (context_.settings.all_databases) fields.push_back({"database", target.ns.database});
    return fields;
  }

  /// What is known of a target without its documents.
  static archive::CollectionRecord described(const Target& target) {
    archive::CollectionRecord record;
    record.database = target.ns.database;
    record.name = target.ns.collection;
    record.type = target.type;
    record.options = metadata_text(target.options);
    return record;
  }

  const RunContext& context_;
  const std::filesystem::path& final_path_;
  const archive::Packing& packing_;
  const std::vector<PlannedFile>& plan_;
  std::vector<CopyOutcome> outcomes_;
  mongo::Lanes lanes_;
  ProgressBoard board_;
  mongo::LostServer server_;
  std::mutex mutex_;
  std::atomic<std::size_t> taken_ = 0;
  // Of small files, under the mutex.
  std::vector<Waiting> unasked_;  ///< it is not known yet whether their collections are still there
  std::vector<Waiting> waiting_;  ///< for the disk
  std::size_t asked_ = 0;
};

}  // namespace

std::vector<CopyOutcome> copy_all(const RunContext& context, const mongo::Client& client,
                                  const std::filesystem::path& final_path, const archive::Packing& packing,
                                  const std::vector<PlannedFile>& plan) {
  return ParallelCopy(context, final_path, packing, plan).work(client);
}

}  // namespace mongokeep::backup
