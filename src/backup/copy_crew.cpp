#include "backup/copy_crew.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

#include "backup/collection_copy.h"
#include "backup/metadata_text.h"

namespace mongokeep::backup {

namespace {

bool concerns_one_collection(ErrorKind kind) {
  return kind == ErrorKind::server || kind == ErrorKind::connection || kind == ErrorKind::invalid_data;
}

/// The workers of one run, and what they share.
class Crew {
 public:
  Crew(const RunContext& context, const std::filesystem::path& final_path, const std::vector<PlannedFile>& plan)
      : context_(context),
        final_path_(final_path),
        plan_(plan),
        outcomes_(plan.size()),
        board_(context.observer),
        stop_with_run_(context.stop, [this] { stop_.request_stop(); }) {}

  /// This thread works with `client`; more join in as far as the settings and the pool allow.
  std::vector<CopyOutcome> work(const mongo::Client& client) {
    std::vector<std::future<void>> workers;
    workers.push_back(std::async(std::launch::deferred, [&] { take_files(client); }));
    while (workers.size() < wanted_workers() && start_worker(workers)) continue;
    std::optional<Error> reason;
    for (std::future<void>& worker : workers) {
      try {
        worker.get();
      } catch (const Error& error) {
        // Where one fails the others are stopped: its failure is the reason to tell.
        if (!reason || reason->kind() == ErrorKind::stopped) reason = error;
      }
    }
    if (reason) throw *reason;
    return std::move(outcomes_);
  }

 private:
  std::size_t wanted_workers() const {
    constexpr unsigned most_by_default = 4;
    const int wanted = context_.settings.parallel_collections;
    const unsigned workers = wanted > 0 ? static_cast<unsigned>(wanted)
                                        : std::clamp(std::thread::hardware_concurrency(), 1U, most_by_default);
    return std::min<std::size_t>(workers, plan_.size());
  }

  /// False where there is no client, or no thread, to be had: those at work are enough.
  bool start_worker(std::vector<std::future<void>>& workers) {
    std::optional<mongo::Client> own = context_.connection.try_acquire();
    if (!own) return false;
    try {
      workers.push_back(std::async(std::launch::async, [this, own = std::move(*own)] { take_files(own); }));
      return true;
    } catch (const std::system_error& error) {
      context_.log.warning("Fewer collections are read at a time than was asked for", {{"error", error.what()}});
      return false;
    }
  }

  void take_files(const mongo::Client& client) {
    try {
      for (std::size_t index = next_++; index < plan_.size(); index = next_++) {
        outcomes_[index] = take(client, plan_[index]);
      }
    } catch (...) {
      stop_.request_stop();
      throw;
    }
  }

  CopyOutcome take(const mongo::Client& client, const PlannedFile& file) {
    try {
      throw_if_server_lost();
      return copied(client, file);
    } catch (const Error& error) {
      if (!concerns_one_collection(error.kind())) throw;
      if (error.kind() == ErrorKind::connection) note_server_lost(error);
      return failed(file, error);
    }
  }

  CopyOutcome copied(const mongo::Client& client, const PlannedFile& file) {
    const Target& target = *file.target;
    CopyOutcome outcome;
    if (target.content == Target::Content::definition) {
      outcome.record = described(target);
      return outcome;
    }
    const CopyContext copy{client, *file.folder, context_.settings.format, stop_.get_token(), board_, context_.log};
    outcome.record = copy_collection(copy, target, file.name);
    outcome.record.database = target.ns.database;
    outcome.record.file = file.relative_path;
    log_copied(target, outcome.record);
    return outcome;
  }

  CopyOutcome failed(const PlannedFile& file, const Error& error) {
    std::vector<LogField> fields = fields_of(*file.target);
    fields.push_back({"error", error.what()});
    context_.log.error("Failed to back up collection", std::move(fields));
    CopyOutcome outcome{described(*file.target), error};
    outcome.record.error = error.what();
    return outcome;
  }

  void log_copied(const Target& target, const archive::CollectionRecord& record) {
    std::vector<LogField> fields = fields_of(target);
    fields.push_back({"documentCount", static_cast<std::int64_t>(record.documents)});
    fields.push_back({"filePath", (final_path_ / record.file).string()});
    context_.log.info("Successfully backed up collection", std::move(fields));
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

  /// Once the server has stayed away for as long as we are patient, the collections that are left fail at once: with
  /// hundreds of them, waiting for each would take the night.
  void throw_if_server_lost() {
    const std::lock_guard lock(mutex_);
    if (server_lost_) throw *server_lost_;
  }

  void note_server_lost(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!server_lost_)
      server_lost_ = Error(ErrorKind::connection, "reach", "the server",
                           "it was lost while another collection was read (" + error.cause() + ")", error.hint());
  }

  const RunContext& context_;
  const std::filesystem::path& final_path_;
  const std::vector<PlannedFile>& plan_;
  std::vector<CopyOutcome> outcomes_;
  ProgressBoard board_;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> stop_with_run_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::optional<Error> server_lost_;
};

}  // namespace

std::vector<CopyOutcome> copy_all(const RunContext& context, const mongo::Client& client,
                                  const std::filesystem::path& final_path, const std::vector<PlannedFile>& plan) {
  return Crew(context, final_path, plan).work(client);
}

}  // namespace mongokeep::backup
