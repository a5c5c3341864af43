#include "verify/manifest_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "archive/definition_check.h"
#include "archive/file_name.h"
#include "archive/stored_metadata.h"
#include "mongo/held_namespace.h"
#include "mongokeep/error.h"

namespace mongokeep::verify {

namespace {

using archive::CollectionRecord;
using archive::Manifest;

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class ManifestCheck {
 public:
  explicit ManifestCheck(const Manifest& manifest) : manifest_(manifest) {}

  std::vector<Contradiction> run() {
    if (!manifest_.is_closed && !is_one_of(manifest_.text_format, {"canonical", "relaxed", "plain"})) {
      add({}, fmt::format("`textFormat` is `{}`, which is not a known format", manifest_.text_format));
    }
    if (manifest_.collections.empty()) add({}, "it lists no collection");
    check_status();
    check_databases();
    check_forms();
    for (const CollectionRecord& record : manifest_.collections) check_record(record);
    check_names();
    return std::move(found_);
  }

 private:
  void check_status() {
    const bool has_failed = std::any_of(manifest_.collections.begin(), manifest_.collections.end(),
                                        [](const CollectionRecord& record) { return !record.error.empty(); });
    const bool is_partial = manifest_.status == archive::Status::partial;
    if (has_failed && !is_partial) add({}, "`status` is `complete`, but a collection has an `error`");
    if (!has_failed && is_partial) add({}, "`status` is `partial`, but no collection has an `error`");
  }

  void check_databases() {
    for (const CollectionRecord& record : manifest_.collections) {
      if (manifest_.database.empty() == !record.database.empty()) continue;
      return add({}, "`database` must be given once for all collections or in each of them");
    }
  }

  /// What is done to one file is done to all of them, and the version tells whether it is anything.
  void check_forms() {
    check_version();
    const CollectionRecord* first = nullptr;
    for (const CollectionRecord& record : manifest_.collections) {
      if (record.file.empty()) continue;
      if (first == nullptr) first = &record;
      const archive::FileForm form = archive::form_of(record.file);
      if (form != archive::form_of(first->file)) {
        return add(full_name(manifest_, record),
                   fmt::format("`{}` is not packed in the same way as `{}`", record.file, first->file));
      }
      if (form.is_encrypted == manifest_.sealed.empty()) {
        return add(full_name(manifest_, record), form.is_encrypted
                                                     ? "its file is encrypted, but the manifest is not sealed"
                                                     : "its file is not encrypted, but the manifest is sealed");
      }
    }
  }

  void check_version() {
    const auto stored = std::find_if(manifest_.collections.begin(), manifest_.collections.end(),
                                     [](const CollectionRecord& record) { return !record.file.empty(); });
    if (stored == manifest_.collections.end()) return;
    const bool is_plain = archive::form_of(stored->file).is_plain();
    const int expected = is_plain ? Manifest::plain_format_version : Manifest::current_format_version;
    if (manifest_.format_version == expected) return;
    add({}, fmt::format("`formatVersion` is {}, but files like `{}` need {}", manifest_.format_version, stored->file,
                        expected));
  }

  void check_record(const CollectionRecord& record) {
    const std::string name = full_name(manifest_, record);
    if (!record.file.empty() && !record.error.empty()) add(name, "it has both a `file` and an `error`");
    check_name(record);
    if (manifest_.is_closed) return;
    if (record.enveloped > record.documents) add(name, "it has more documents in envelopes than documents");
    if (record.exists == false && record.documents > 0) add(name, "it has documents, but did not exist");
    if (!is_one_of(record.type, {"collection", "view", "timeseries"})) {
      add(name, fmt::format("`type` is `{}`, which is not a known type", record.type));
    } else if (record.file.empty() && record.error.empty() && record.type != "view") {
      add(name, "it has neither a `file` nor an `error`");
    }
    try {
      std::string wrong = archive::wrong_definition(record.type, archive::stored_metadata(record));
      if (!wrong.empty()) add(name, std::move(wrong));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::damaged) throw;
      add(name, "its options or indexes cannot be read: " + error.cause());
    }
  }

  /// What a server calls as no restore would is in a manifest as a failure.
  void check_name(const CollectionRecord& record) {
    if (!record.error.empty()) return;
    const std::string why = mongo::why_never_held({archive::database_of(manifest_, record), record.name});
    if (!why.empty()) add(full_name(manifest_, record), "no backup contains such a collection: " + why);
  }

  /// Files are named by their collections, all of one database's at once; so are the folders of databases.
  void check_names() {
    std::map<std::string, std::vector<const CollectionRecord*>> databases;
    for (const CollectionRecord& record : manifest_.collections) databases[record.database].push_back(&record);
    std::vector<std::string> names;
    for (const auto& [name, records] : databases) names.push_back(name);
    const std::vector<std::string> folders = archive::encode_names(names);
    for (std::size_t index = 0; index < names.size(); ++index) {
      check_names_of(databases[names[index]], names[index].empty() ? "" : folders[index] + "/");
    }
  }

  void check_names_of(const std::vector<const CollectionRecord*>& records, const std::string& prefix) {
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    for (const CollectionRecord* record : records) {
      names.push_back(record->name);
      if (!seen.insert(record->name).second) add(full_name(manifest_, *record), "it is listed twice");
    }
    const std::vector<std::string> encoded = archive::encode_names(names);
    for (std::size_t index = 0; index < records.size(); ++index) {
      const CollectionRecord& record = *records[index];
      const std::string expected = prefix + archive::collection_file(encoded[index], archive::form_of(record.file));
      if (record.file.empty() || record.file == expected) continue;
      add(full_name(manifest_, record),
          fmt::format("its file is `{}`, but its name requires `{}`", record.file, expected));
    }
  }

  void add(std::string collection, std::string problem) {
    found_.push_back({std::move(collection), std::move(problem)});
  }

  const Manifest& manifest_;
  std::vector<Contradiction> found_;
};

}  // namespace

std::string full_name(const Manifest& manifest, const CollectionRecord& record) {
  const std::string& database = archive::database_of(manifest, record);
  return database.empty() ? record.name : database + "." + record.name;
}

std::vector<Contradiction> contradictions_in(const Manifest& manifest) {
  return ManifestCheck(manifest).run();
}

}  // namespace mongokeep::verify
