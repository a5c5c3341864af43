#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::archive {

/// What the manifest says of one collection (docs/backup-format.md).
struct CollectionRecord {
  /// Of a count or a length: what every reader's numbers hold.
  static constexpr std::uint64_t highest_number = INT64_MAX;

  std::string database;  ///< empty in a backup of one database, where the manifest names it once
  std::string name;      ///< the true name, whatever the file is called
  std::string type;      ///< `collection`, `view` or `timeseries`, as the server lists it
  std::string file;      ///< relative to the backup's folder; empty where no documents are stored
  std::uint64_t documents = 0;
  std::uint64_t bson_bytes = 0;    ///< sum of the documents' BSON lengths
  std::uint64_t stored_bytes = 0;  ///< the file's length
  std::string xxh3_128;  ///< of the stored bytes, 32 hex digits as `xxhsum -H2` prints them; empty without a file
  std::string options;   ///< the collection's options, canonical Extended JSON text of one object
  std::string indexes;   ///< canonical Extended JSON text of one array
  std::string error;     ///< why the collection failed; empty when it did not
  /// Of the key that the file is encrypted with, see age::FileKey::mark; empty: not encrypted, or not to be seen.
  std::string key_mark = {};
  /// Of the documents, those that are stored as their bytes in an envelope, since text cannot carry them.
  std::uint64_t enveloped = 0;
  /// Whether documents stand as a capped collection keeps them, not by their `_id`.
  bool is_in_natural_order = false;
  /// Said where nothing else tells: false of a registered model without a collection, which has an empty file; true of
  /// an empty collection that has no index.
  std::optional<bool> exists = {};
};

enum class Status { complete, partial };

/// Stands for the version of a server that does not tell it to this user.
inline constexpr std::string_view unknown_server = "unknown";

/// The table of contents of one backup: `manifest.json`.
struct Manifest {
  /// 1: plain files. 2: files that are compressed or encrypted, which programs that know 1 alone cannot read.
  static constexpr int plain_format_version = 1;
  static constexpr int current_format_version = 2;
  static constexpr std::string_view file_name = "manifest.json";
  /// In bytes. A manifest lists each collection with options and indexes; 2,000 of them take some 2 MiB.
  static constexpr std::size_t largest_file = std::size_t{256} << 20U;
  /// More than a server can have.
  static constexpr std::size_t most_collections = 1'000'000;

  int format_version = plain_format_version;
  std::string tool;                    ///< program and version that wrote it
  std::string server;                  ///< version that the server gave
  std::string database;                ///< empty in a backup of all databases
  std::vector<std::string> selection;  ///< what was asked for, sorted; empty: all there is
  std::string text_format;             ///< `canonical`, `relaxed` or `plain`
  Status status = Status::complete;
  std::chrono::system_clock::time_point started_at;   ///< to the millisecond
  std::chrono::system_clock::time_point finished_at;  ///< to the millisecond
  /// The start of a backup that was in the root already, where that is later than this one's own: one of the two clocks
  /// was wrong.
  std::optional<std::chrono::system_clock::time_point> made_after = {};
  std::vector<CollectionRecord> collections;
  /// Of an encrypted backup: the whole manifest again, as an age file (archive/sealed_manifest.h). Its text shows no
  /// more than names, counts, sizes, checksums and times beside it. Empty: not encrypted.
  std::string sealed;
  /// In the sealed part: SHA-256, in hex, of what the text shows beside it (shown_part()). Binds the two, whatever a
  /// later program would show.
  std::string shown_sha256 = {};
  /// Of a closed manifest: what tells backups of different choices apart, see selection_mark().
  std::string shown_selection_mark = {};
  bool shows_exclusions_only = false;  ///< of a closed manifest that has such a mark
  /// Whether the rest of this is still in `sealed` alone.
  bool is_closed = false;
};

/// The manifest as the text of its file, its own checksum in the last member. With a sealed part, what is to be read
/// without a key, and that part.
std::string to_text(const Manifest& manifest);

/// What a manifest's text shows before its sealed part; all of a text without one.
std::string_view shown_part(std::string_view text);
/// The text of a manifest that shows this and has this sealed part.
std::string text_with_sealed(std::string_view shown, const std::string& sealed);
/// What `shown_part` of the manifest's text will be once it is sealed.
std::string text_to_show(const Manifest& manifest);

/// Tells choices of collections apart without naming them (128 bits of a SHA-256, in hex); empty: all there is. The
/// same for a closed manifest and an open one.
std::string selection_mark(const Manifest& manifest);
/// The same of a choice as a manifest's `selection` has it.
std::string mark_of_selection(const std::vector<std::string>& selection);

/// Whether collections were chosen, so that one that was made since would be missing. Whoever only excludes some has
/// all the others.
bool is_of_chosen_collections(const Manifest& manifest);

/// When the backup of this manifest was begun, whatever else is wrong with it. Throws as parse_manifest() does where
/// the text fails its own checksum, or does not tell.
std::chrono::system_clock::time_point started_at_in(std::string_view text, const std::string& subject);
/// The same of a text that may be cut off, and that nobody has checked; nothing where it does not tell.
std::optional<std::chrono::system_clock::time_point> started_at_in_beginning(std::string_view text);

/// The database that a record belongs to.
const std::string& database_of(const Manifest& manifest, const CollectionRecord& record);

/// What a manifest's collections come to.
struct Totals {
  std::uint64_t collections = 0;
  std::uint64_t failed = 0;
  std::uint64_t documents = 0;   ///< CollectionRecord::highest_number at most
  std::uint64_t bson_bytes = 0;  ///< likewise

  void add(const CollectionRecord& record);
};

Totals totals_of(const Manifest& manifest);

/// Told of a collection's file, relative to the backup's folder, and its length.
using VisitFile = std::function<void(std::string_view file, std::uint64_t stored_bytes)>;

/// A manifest without its collections, for who lists many: of those no more than what they come to.
struct BriefManifest {
  Manifest manifest;
  Totals totals;
};

/// Reads what `to_text` wrote. `subject` names the file in errors. Members that it does not know are passed over.
/// Throws Error{damaged} for text that is not a manifest (docs/backup-format.md, "What our reader accepts"), fails its
/// own checksum, has a format version from the future or names a file that would lie outside the backup's folder.
Manifest parse_manifest(std::string_view text, const std::string& subject);

/// The same, with nothing kept of the collections. `visit` may have been called where it throws.
BriefManifest parse_brief_manifest(std::string_view text, const std::string& subject, const VisitFile& visit);

/// The same of a text that is laid out as we write it, many times as fast. Nothing where it is laid out otherwise or
/// anything is wrong with it: then `visit` may have been told anything.
std::optional<BriefManifest> scan_manifest(std::string_view text, const VisitFile& visit);

}  // namespace mongokeep::archive
