#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/file_name.h"
#include "archive/manifest.h"
#include "archive/open_backup.h"
#include "archive/readable_folder.h"
#include "base/progress_meter.h"
#include "documents/stored_documents.h"
#include "extjson/document_reader.h"
#include "mongokeep/verify_service.h"

namespace mongokeep::verify {

/// One stored file, and what is to be found in it.
struct FileTask {
  std::filesystem::path path;  ///< for texts
  std::string collection;      ///< `database.collection`, for texts
  /// Opens the file. Throws Error{damaged} when it is not there, or no file.
  std::function<std::unique_ptr<archive::ReadableFile>()> open;
  std::string text_format;
  archive::FileForm form;
  documents::Layout layout = documents::Layout::array;
  /// Null where there are none: then no more than sizes and checksums of an encrypted file can be checked.
  const stream::age::Identities* keys = nullptr;
  std::string key_mark;  ///< see archive::StoredText
  /// Null where no manifest tells: then only the form and the documents can be checked.
  const archive::CollectionRecord* record = nullptr;
};

/// The check of a record's file. Borrows both.
FileTask task_for(const archive::OpenBackup& backup, const archive::CollectionRecord& record,
                  const std::string& collection);

struct FileCheckContext {
  VerifySettings::Depth depth;
  ProgressBoard& progress;
  std::stop_token stop;
};

struct FileFindings {
  bool is_read = false;    ///< whether there was a file to read
  bool is_closed = false;  ///< whether its documents could not be read, for want of a key
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;
  std::vector<Damage> damages;
  std::vector<std::string> notes;
  /// Whether it begins with Extended JSON, laid out as only we write it.
  bool looks_like_ours = false;
};

/// What the text of a manifest's `textFormat` leads back to.
extjson::TextRules rules_for(const std::string& text_format);

/// Reads the file, from the disk, and compares it with its record. A file that cannot be read is damaged.
/// Throws Error{storage} when it may not be opened, Error{stopped}.
FileFindings check_file(const FileCheckContext& context, const FileTask& task);

}  // namespace mongokeep::verify
