#include "verify/file_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "archive/stored_metadata.h"
#include "archive/stored_text.h"
#include "base/files/file.h"
#include "base/stop_wait.h"
#include "base/text/counted.h"
#include "documents/stored_documents.h"
#include "extjson/bson_bytes.h"
#include "mongo/index_spec.h"
#include "mongo/reading/id_order.h"
#include "mongokeep/error.h"
#include "stream/borrowed_read_at.h"
#include "stream/checksum_read_at.h"
#include "stream/checksum_source.h"
#include "stream/file_source.h"
#include "stream/stoppable_source.h"

namespace mongokeep::verify {

namespace {

/// The first thing that is wrong at some place of the text, and how many more there are.
struct Place {
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string problem;
  std::uint64_t more = 0;

  bool is_found() const { return line != 0; }
  void add(std::uint64_t at_line, std::uint64_t at_column, std::string what) {
    if (is_found()) {
      ++more;
    } else {
      line = at_line;
      column = at_column;
      problem = std::move(what);
    }
  }
  std::string text() const {
    if (more == 0) return problem;
    return fmt::format("{} (and {} after it)", problem, counted(more, "more place"));
  }
};

/// Whether the document begins as one of Extended JSON with a type of its own for `_id`, or one of our envelopes.
bool begins_with_type(std::string_view text) {
  return text.starts_with(R"({"_id":{"$)") || text.starts_with(R"({"$bson":{)");
}

using mongo::IdOrder;

IdOrder::Strings order_of_strings(const archive::CollectionRecord& record) {
  try {
    const extjson::BsonBytes options = archive::stored_metadata(record).options;
    return mongo::order_of_strings(extjson::view_of(options));
  } catch (const Error& error) {
    // The check of the manifest tells of it.
    if (error.kind() != ErrorKind::damaged) throw;
    return IdOrder::Strings::by_bytes;
  }
}

/// One file between the disk and its findings.
class FileCheck {
 public:
  FileCheck(const FileCheckContext& context, const FileTask& task)
      : context_(context), task_(task), meter_(context.progress, task.collection, expected_documents()) {}

  FileFindings run() {
    std::unique_ptr<archive::ReadableFile> file;
    try {
      file = task_.open();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::damaged) throw;
      add_damage(error.cause());
      tell_end();
      return std::move(findings_);
    }
    findings_.is_read = true;
    was_far_ = file->is_far();
    try {
      read(std::move(file));
      compare();
    } catch (const Error& error) {
      // A sector that cannot be read is what a check is there to find. Want of memory, say, is not about the file.
      if (!says_broken(error.error_number()) || error.subject() != task_.path.string()) throw;
      add_damage(fmt::format("it cannot be read after byte {}: {}", checksum_.size(), error.cause()));
    }
    findings_.bytes = checksum_.size();
    tell_end();
    return std::move(findings_);
  }

  /// Whether it was read from a store.
  bool was_far() const { return was_far_; }

 private:
  void tell_end() {
    meter_.set_stored_bytes(checksum_.size());
    if (findings_.damages.empty()) return meter_.succeed();
    const Damage& first = findings_.damages.front();
    const std::size_t more = findings_.damages.size() - 1;
    meter_.fail(more == 0 ? first.problem : fmt::format("{}; and {} more", first.problem, more));
  }

  bool are_documents_read() const {
    return context_.depth == VerifySettings::Depth::full && !findings_.is_closed && unpacking_.empty();
  }

  std::uint64_t expected_documents() const {
    const bool is_known = task_.record != nullptr && context_.depth == VerifySettings::Depth::full;
    return is_known ? task_.record->documents : 0;
  }

  void read(std::unique_ptr<archive::ReadableFile> file) {
    const std::unique_ptr<stream::Source> source = file->source(stream::FileSource::From::disk);
    stream::ChecksumSource checked(checksum_, *source);
    const bool is_full = context_.depth == VerifySettings::Depth::full;
    findings_.is_closed = is_full && task_.form.is_encrypted && (task_.keys == nullptr || task_.keys->empty());
    if (is_full && task_.form.is_plain()) return read_documents(checked);
    const bool is_unpacked = is_full && !findings_.is_closed;
    if (is_unpacked && file->is_far()) return read_packed_once(*file);
    read_bytes(checked);
    if (is_unpacked) read_packed(std::move(file));
  }

  /// Both at once: the checksum of the bytes, and what they unpack to.
  void read_packed_once(const archive::ReadableFile& file) {
    stream::ChecksumReadAt checked(file);
    far_ = &checked;
    read_packed(std::make_unique<stream::BorrowedReadAt>(checked));
    far_ = nullptr;
    checksum_ = checked.finish();
  }

  /// What a packed file unpacks to. Its bytes have just been read, so that they come from memory now, as a rule.
  void read_packed(std::unique_ptr<stream::ReadAt> file) {
    try {
      archive::StoredText text(std::move(file), task_.path.string(), task_.form, *task_.keys, task_.key_mark);
      read_documents(text);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::damaged && error.kind() != ErrorKind::sealed) throw;
      // Without a line: it is a place in the packed file that is told.
      unpacking_ = error.cause();
    }
  }

  void read_bytes(stream::Source& source) {
    std::vector<char> room(std::size_t{1} << 20U);
    while (const std::size_t got = source.read(room)) {
      throw_if_stopped(context_.stop);
      const std::string_view piece(room.data(), got);
      const bool is_first = checksum_.size() == got;
      if (is_first) findings_.looks_like_ours = piece.starts_with("[\n") && begins_with_type(piece.substr(2));
      meter_.advance(0, checksum_.size());
    }
  }

  void read_documents(stream::Source& source) {
    stream::StoppableSource stoppable(source, context_.stop);
    documents::StoredDocuments documents(stoppable, rules_for(task_.text_format),
                                         documents::StoredDocuments::Give::outlines, task_.layout);
    for (;;) {
      throw_if_stopped(context_.stop);
      switch (documents.next()) {
        using enum documents::StoredDocuments::Step;
        case document: add(documents); break;
        case fault: {
          const documents::StoredFault& fault = documents.fault();
          form_.add(fault.line, fault.column, fault.cause);
          break;
        }
        case end: is_in_our_form_ = documents.is_in_our_form(); return;
      }
    }
  }

  void add(const documents::StoredDocuments& documents) {
    if (findings_.documents == 0) {
      findings_.looks_like_ours = documents.is_in_our_form() && begins_with_type(documents.text());
    }
    ++findings_.documents;
    bson_bytes_ += documents.outline().size;
    if (is_sorted()) {
      const std::uint64_t shared = order_->shared();
      std::string problem = order_->problem_with(documents.outline().id);
      // Two shards can have one _id, but no two documents that are the same: these would belong into one shard.
      if (order_->shared() > shared && documents.text() == last_text_)
        problem = "it is the same as the document before it";
      if (!problem.empty()) disorder_.add(documents.line(), 1, std::move(problem));
      remember(documents.text());
    }
    meter_.advance(findings_.documents, far_ == nullptr ? checksum_.size() : far_->done());
  }

  void remember(std::string_view text) {
    constexpr std::size_t longest = std::size_t{1} << 20U;
    last_text_ = text.size() <= longest ? text : std::string_view();
  }

  /// Views and time-series collections have no index on `_id`, and text without types has lost the order.
  bool is_sorted() {
    if (task_.record == nullptr || task_.record->type != "collection" || task_.text_format == "plain") return false;
    if (task_.record->is_in_natural_order) return false;
    if (!order_) order_ = std::make_unique<IdOrder>(order_of_strings(*task_.record));
    return true;
  }

  void compare() {
    const std::string change = task_.record == nullptr ? std::string() : change_of_bytes();
    if (!unpacking_.empty()) {
      add_damage(change.empty() ? unpacking_ : unpacking_ + "; " + change);
    } else if (!change.empty()) {
      add_change(change);
    } else {
      add_place(form_, "");
      add_place(disorder_, "");
      if (are_documents_read() && task_.record != nullptr) compare_counts();
    }
    add_notes();
  }

  /// How the bytes differ from what the manifest says of them; empty when they do not.
  std::string change_of_bytes() const {
    const archive::CollectionRecord& record = *task_.record;
    if (checksum_.size() != record.stored_bytes) {
      return fmt::format("it has {} bytes instead of {}", checksum_.size(), record.stored_bytes);
    }
    if (checksum_.text() != record.xxh3_128) return "its checksum differs from the manifest's";
    return {};
  }

  /// A file that was changed, at the place where that shows.
  void add_change(const std::string& change) {
    if (form_.is_found()) return add_place(form_, "; " + change);
    if (disorder_.is_found()) return add_place(disorder_, "; " + change);
    if (!are_documents_read()) return add_damage(change);
    const bool has_all = findings_.documents == task_.record->documents;
    add_damage(fmt::format("{}; every line is valid JSON, so the place is unknown{}", change,
                           has_all ? "" : ", and " + count_text()));
  }

  void add_place(const Place& place, const std::string& more) {
    if (!place.is_found()) return;
    findings_.damages.push_back({task_.path, task_.collection, place.line, place.column, place.text() + more});
  }

  void compare_counts() {
    const archive::CollectionRecord& record = *task_.record;
    if (form_.is_found()) return;
    if (findings_.documents != record.documents) add_damage(count_text());
    if (task_.text_format == "canonical" && bson_bytes_ != record.bson_bytes) {
      add_damage(fmt::format("its documents have {} bytes of BSON instead of {}", bson_bytes_, record.bson_bytes));
    }
  }

  std::string count_text() const {
    return fmt::format("it has {} instead of {}", counted(findings_.documents, "document"), task_.record->documents);
  }

  void add_notes() {
    if (order_ && order_->without_id() > 0) {
      add_note(fmt::format("{} without _id; their order was not checked", counted(order_->without_id(), "document")));
    }
    if (order_ && order_->shared() > 0) {
      add_note(
          fmt::format("{} with the same _id as the one before; this is possible in a collection sharded by another key",
                      counted(order_->shared(), "document")));
    }
    if (order_ && order_->not_compared() > 0) {
      add_note("sorted by a collation: the order of strings was not checked");
    }
    const bool is_whole = are_documents_read() && findings_.damages.empty();
    if (is_whole && task_.record != nullptr && !is_in_our_form_) {
      add_note("not formatted as mongokeep writes it, one document per line");
    }
  }

  void add_note(const std::string& text) { findings_.notes.push_back(task_.collection + ": " + text); }

  void add_damage(const std::string& problem) {
    findings_.damages.push_back({task_.path, task_.collection, 0, 0, problem});
  }

  const FileCheckContext& context_;
  const FileTask& task_;
  ProgressMeter meter_;
  FileFindings findings_;
  stream::Checksum checksum_;
  const stream::ChecksumReadAt* far_ = nullptr;  ///< while a far file is read, which has the checksum then
  std::unique_ptr<IdOrder> order_;
  std::string last_text_;  ///< empty where it was too long to be kept
  std::uint64_t bson_bytes_ = 0;
  bool is_in_our_form_ = false;
  bool was_far_ = false;
  std::string unpacking_;  ///< why a packed file does not unpack; empty when it does
  Place form_;
  Place disorder_;
};

}  // namespace

extjson::TextRules rules_for(const std::string& text_format) {
  using Wrappers = extjson::TextRules::Wrappers;
  return {.wrappers = text_format == "plain" ? Wrappers::literal : Wrappers::read};
}

FileTask task_for(const archive::OpenBackup& backup, const archive::CollectionRecord& record,
                  const std::string& collection) {
  FileTask task;
  task.path = backup.path_of(record);
  task.collection = collection;
  task.open = [&backup, &record] { return backup.open_file(record); };
  task.text_format = backup.manifest().text_format;
  task.form = archive::form_of(record.file);
  task.keys = &backup.keys();
  task.key_mark = record.key_mark;
  task.layout = backup.layout();
  if (!backup.is_legacy()) task.record = &record;
  return task;
}

FileFindings check_file(const FileCheckContext& context, const FileTask& task) {
  FileCheck check(context, task);
  FileFindings findings = check.run();
  // A store that gave wrong bytes once may give the right ones the next time.
  return check.was_far() && !findings.damages.empty() ? FileCheck(context, task).run() : findings;
}

}  // namespace mongokeep::verify
