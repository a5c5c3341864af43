#include "backup/copy_crew.h"

#include <filesystem>
#include <stop_token>
#include <utility>

#include "backup/collection_copy.h"
#include "backup/metadata_text.h"
#include "base/crew.h"
#include "base/lost_server.h"
#include "mongo/client_crew.h"

namespace mongokeep::backup {

namespace {

bool concerns_one_collection(ErrorKind kind) {
  return kind == ErrorKind::server || kind == ErrorKind::connection || kind == ErrorKind::invalid_data;
}

/// The workers of one run, and what they share.
class Crew {
 public:
  Crew(const RunContext& context, const std::filesystem::path& final_path, const archive::Packing& packing,
       const std::vector<PlannedFile>& plan)
      : context_(context),
        final_path_(final_path),
        packing_(packing),
        plan_(plan),
        outcomes_(plan.size()),
        board_(context.observer) {}

  /// This thread works with `client`; more join in as far as the settings and the pool allow.
  std::vector<CopyOutcome> work(const mongo::Client& client) {
    const auto take_one = [this](const mongo::Client& by, std::size_t index, const std::stop_token& stop) {
      outcomes_[index] = take(by, plan_[index], stop);
    };
    mongo::work_off(plan_.size(), workers_for(context_.settings.parallel_collections), client, context_.connection,
                    take_one, context_.stop, context_.log);
    return std::move(outcomes_);
  }

 private:
  CopyOutcome take(const mongo::Client& client, const PlannedFile& file, const std::stop_token& stop) {
    try {
      server_.throw_if_lost();
      return copied(client, file, stop);
    } catch (const Error& error) {
      if (!concerns_one_collection(error.kind())) throw;
      if (error.kind() == ErrorKind::connection) server_.note(error);
      return failed(file, error);
    }
  }

  CopyOutcome copied(const mongo::Client& client, const PlannedFile& file, const std::stop_token& stop) {
    const Target& target = *file.target;
    CopyOutcome outcome;
    if (target.content == Target::Content::definition) {
      outcome.record = described(target);
      return outcome;
    }
    const CopyContext copy{client, *file.folder, context_.settings.format, packing_, stop, board_, context_.log};
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

  const RunContext& context_;
  const std::filesystem::path& final_path_;
  const archive::Packing& packing_;
  const std::vector<PlannedFile>& plan_;
  std::vector<CopyOutcome> outcomes_;
  ProgressBoard board_;
  LostServer server_;
};

}  // namespace

std::vector<CopyOutcome> copy_all(const RunContext& context, const mongo::Client& client,
                                  const std::filesystem::path& final_path, const archive::Packing& packing,
                                  const std::vector<PlannedFile>& plan) {
  return Crew(context, final_path, packing, plan).work(client);
}

}  // namespace mongokeep::backup
