#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "archive/backup_place.h"
#include "archive/manifest.h"
#include "archive/readable_folder.h"
#include "archive/stored_text.h"
#include "documents/stored_documents.h"
#include "keys/reading_keys.h"
#include "stream/age/identities.h"

namespace mongokeep::archive {

/// A backup opened for reading: any folder that holds one, whatever it is called and wherever it lies. As long as it is
/// open no clean-up removes it.
class OpenBackup {
 public:
  /// Opens the backup in this folder: find_backup() finds what a person named. Throws Error{damaged} when the
  /// manifest cannot be read or names what lies outside the folder, Error{invalid_data} for a folder that holds no
  /// backup, Error{locked} when a clean-up is removing it, Error{sealed} for one that is encrypted and that `keys` do
  /// not open, Error{storage}. Without any keys an encrypted one is opened as far as it shows itself: its manifest is
  /// closed.
  static OpenBackup open(const std::filesystem::path& path, keys::ReadingKeys keys = {});
  /// The same, in a store too.
  static OpenBackup open(const BackupPlace& place, keys::ReadingKeys keys = {});

  const ReadableFolder& folder() const { return *folder_; }
  /// How documents may stand in its files.
  documents::Layout layout() const { return is_legacy_ ? documents::Layout::array_or_lines : documents::Layout::array; }
  /// Absolute, or `STORE:NAME`.
  std::filesystem::path path() const { return folder_->path(); }
  /// Of a folder without one (`is_legacy`): a collection for each file, whose name, file and length alone are known.
  const Manifest& manifest() const { return manifest_; }
  /// The text that manifest() was read from; empty of a folder without one.
  const std::string& manifest_text() const { return text_; }
  /// Made by an older system: plain JSON files without a manifest.
  bool is_legacy() const { return is_legacy_; }
  /// Of all databases that the server had. Not known of an older system's: never.
  bool is_of_all_databases() const { return !is_legacy_ && manifest_.database.empty(); }

  /// The database that a record belongs to; empty in a legacy folder, which does not say.
  const std::string& database_of(const CollectionRecord& record) const;
  /// Opens a record's file. Links are not followed. Throws Error{damaged} when it is not there, or no file, or so much
  /// longer than its record that reading it may have no end.
  std::unique_ptr<ReadableFile> open_file(const CollectionRecord& record) const;
  /// The text of a record's file, unpacked. Throws as open_file() does, and as StoredText has it.
  std::unique_ptr<StoredText> open_text(const CollectionRecord& record) const;
  const stream::age::Identities& keys() const { return *keys_.identities; }
  /// Why this cannot be relied on, though nothing contradicts it: no sealed manifest binds it, and a reader with keys
  /// expects one. Empty when there is no such reason.
  std::string downgrade() const;
  /// Throws Error{sealed} where the manifest is closed: `operation` cannot do without what is sealed. Throws
  /// Error{damaged} for a downgrade, and for encrypted files under a manifest that does not bind them.
  void require_open(const char* operation) const;
  /// Of a record's file, for texts.
  std::filesystem::path path_of(const CollectionRecord& record) const { return path() / record.file; }

 private:
  OpenBackup(std::unique_ptr<ReadableFolder> folder, keys::ReadingKeys keys);
  static OpenBackup open(std::unique_ptr<ReadableFolder> folder, keys::ReadingKeys keys);
  bool has_encrypted_files() const;

  std::unique_ptr<ReadableFolder> folder_;  ///< marked as being read, see folder_use.h
  keys::ReadingKeys keys_;
  std::string text_;
  Manifest manifest_;
  bool is_legacy_ = false;
};

}  // namespace mongokeep::archive
