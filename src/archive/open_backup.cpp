#include "archive/open_backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "archive/dated_name.h"
#include "archive/file_name.h"
#include "archive/folder_use.h"
#include "archive/inspection.h"
#include "archive/removal.h"
#include "archive/sealed_manifest.h"
#include "base/files/file.h"
#include "base/text/shell_word.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// Nothing where there is none. `text` is what was read.
std::optional<Manifest> read_manifest(const ReadableFolder& folder, const stream::age::Identities& keys,
                                      std::string& text) {
  const std::string name(Manifest::file_name);
  const auto facts = folder.facts(name);
  if (!facts) return std::nullopt;
  const std::string path = folder.path_of(name).string();
  if (std::string unfitness = unfitness_of_manifest(*facts); !unfitness.empty()) {
    throw Error(ErrorKind::damaged, "read the manifest", path, std::move(unfitness),
                "A backup's own manifest is a file in its folder. Use another backup");
  }
  text = manifest_text(folder);
  Manifest manifest = parse_manifest(text, path);
  return manifest.is_closed && !keys.empty() ? opened_with(keys, manifest, text, path) : manifest;
}

/// What the name of an older system's file tells: its collection. What was packed has to be unpacked first.
CollectionRecord legacy_record(const ReadableFolder& folder, const std::string& file) {
  constexpr std::string_view ending = ".json";
  const std::string_view unpacked = unpacked_name(file);
  const bool is_ours_to_unpack = unpacked.ends_with(ending);
  CollectionRecord record;
  record.name = unpacked.substr(0, is_ours_to_unpack ? unpacked.size() - ending.size() : file.find(ending));
  record.type = "collection";
  record.file = file;
  record.options = "{}";
  record.indexes = "[]";
  if (const auto facts = folder.facts(file)) record.stored_bytes = static_cast<std::uint64_t>(facts->st_size);
  if (!is_ours_to_unpack) record.error = "the file is not JSON, zstd or age: unpack it first";
  return record;
}

/// A file that somebody has changed may be somewhat longer than it was. To read one that is longer by any amount may
/// take for ever: a file can have holes of any size.
bool is_far_longer(std::uint64_t length, std::uint64_t recorded) {
  constexpr std::uint64_t surplus = std::uint64_t{16} << 20U;
  return length > recorded && length - recorded > recorded && length - recorded > surplus;
}

std::string list_hint(const ReadableFolder& folder) {
  return list_command(folder.path()) + " shows the existing backups";
}

/// Of the backup's folder.
std::string name_of(const std::filesystem::path& path) {
  const auto in_store = name_in_store(path.string());
  return in_store ? in_store->backup : path.filename().string();
}

/// A manifest made up for a folder of JSON files.
Manifest legacy_manifest(const ReadableFolder& folder) {
  Manifest manifest;
  manifest.text_format = "plain";
  for (const std::string& name : folder.names()) {
    const bool is_json =
        name.find(".json") != std::string::npos && !name.starts_with('.') && !folder.is_directory(name);
    if (!is_json) {
      throw Error(ErrorKind::invalid_data, "read the backup", folder.path().string(),
                  "it has no manifest, and `" + name + "` is not a JSON file", list_hint(folder));
    }
    manifest.collections.push_back(legacy_record(folder, name));
  }
  if (!manifest.collections.empty()) return manifest;
  throw Error(ErrorKind::invalid_data, "read the backup", folder.path().string(), "it is empty", list_hint(folder));
}

}  // namespace

OpenBackup::OpenBackup(std::unique_ptr<ReadableFolder> folder, keys::ReadingKeys keys)
    : folder_(std::move(folder)), keys_(std::move(keys)) {
  folder_->hold_for_reading();
}

OpenBackup OpenBackup::open(const std::filesystem::path& path, keys::ReadingKeys keys) {
  return open(BackupPlace{path, nullptr, {}}, std::move(keys));
}

OpenBackup OpenBackup::open(const BackupPlace& place, keys::ReadingKeys keys) {
  return open(open_folder(place), std::move(keys));
}

OpenBackup OpenBackup::open(std::unique_ptr<ReadableFolder> folder, keys::ReadingKeys keys) {
  OpenBackup backup(std::move(folder), std::move(keys));
  const std::string name = name_of(backup.path());
  const bool is_marked = DatedName::parse(name) && is_marked_for_removal(backup.folder_->own_facts());
  if (DatedName::parse_unfinished(name) || DatedName::parse_condemned(name) || is_marked) {
    throw Error(ErrorKind::invalid_data, "read the backup", backup.path().string(),
                "it is incomplete: a run is making or removing it, or was interrupted", list_hint(*backup.folder_));
  }
  std::optional<Manifest> manifest = read_manifest(*backup.folder_, backup.keys(), backup.text_);
  if (!manifest && backup.folder_->receives_files()) {
    throw Error(ErrorKind::invalid_data, "read the backup", backup.path().string(), std::string(still_arriving),
                list_hint(*backup.folder_));
  }
  backup.is_legacy_ = !manifest;
  backup.manifest_ = manifest ? *std::move(manifest) : legacy_manifest(*backup.folder_);
  return backup;
}

const std::string& OpenBackup::database_of(const CollectionRecord& record) const {
  return archive::database_of(manifest_, record);
}

std::unique_ptr<ReadableFile> OpenBackup::open_file(const CollectionRecord& record) const {
  const FilePlace place = place_of(record.file);
  const auto open_in = [&](const ReadableFolder& folder) {
    const auto facts = folder.facts(place.name);
    if (facts && S_ISREG(facts->st_mode)) {
      const auto length = static_cast<std::uint64_t>(facts->st_size);
      if (is_legacy_ || !is_far_longer(length, record.stored_bytes)) return folder.open_file(place.name);
      throw Error(ErrorKind::damaged, "open the file", folder.path_of(place.name).string(),
                  fmt::format("it has {} bytes instead of {}", length, record.stored_bytes));
    }
    throw Error(ErrorKind::damaged, "open the file", folder.path_of(place.name).string(),
                facts ? "it is not a regular file" : "it does not exist");
  };
  if (place.folder.empty()) return open_in(*folder_);
  if (folder_->is_directory(place.folder)) return open_in(*folder_->open_child(place.folder));
  throw Error(ErrorKind::damaged, "open the file", path_of(record).string(), "its folder does not exist");
}

std::unique_ptr<StoredText> OpenBackup::open_text(const CollectionRecord& record) const {
  return std::make_unique<StoredText>(open_file(record), path_of(record).string(), form_of(record.file), keys(),
                                      record.key_mark);
}

std::string OpenBackup::downgrade() const {
  if (keys().empty() || keys_.unsealed == keys::ReadingKeys::Unsealed::accepted || !manifest_.sealed.empty()) return {};
  const auto is_stored = [](const CollectionRecord& record) { return !record.file.empty(); };
  const auto& records = manifest_.collections;
  if (std::none_of(records.begin(), records.end(), is_stored)) return {};
  if (!has_encrypted_files()) {
    return "it is not encrypted, although a key was given: somebody may have replaced an encrypted backup";
  }
  return "it has no sealed manifest: somebody may have exchanged its encrypted files or removed the manifest";
}

bool OpenBackup::has_encrypted_files() const {
  const auto is_encrypted = [](const CollectionRecord& record) { return form_of(record.file).is_encrypted; };
  return std::any_of(manifest_.collections.begin(), manifest_.collections.end(), is_encrypted);
}

void OpenBackup::require_open(const char* operation) const {
  if (manifest_.is_closed) {
    throw Error(ErrorKind::sealed, operation, path().string(), "it is encrypted, but no key was given",
                "Give the identity of one of its recipients with --identity FILE or MONGOKEEP_IDENTITY_FILE");
  }
  if (!is_legacy_ && manifest_.sealed.empty() && has_encrypted_files()) {
    throw Error(ErrorKind::damaged, operation, path().string(),
                "its files are encrypted, but its manifest is not sealed",
                "`mongokeep verify " + shell_word(path().string()) +
                    "` shows details. Use another backup, or read a single file with `mongokeep cat FILE`");
  }
  if (const std::string problem = downgrade(); !problem.empty()) {
    throw Error(ErrorKind::damaged, operation, path().string(), problem,
                "If the backup is from an older system, or from before encryption was turned on, add --acceptUnsealed");
  }
}

}  // namespace mongokeep::archive
