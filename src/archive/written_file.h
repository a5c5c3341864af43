#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "archive/file_name.h"
#include "base/files/file.h"
#include "base/files/new_file.h"
#include "stream/age/file_key.h"
#include "stream/checksum.h"

namespace mongokeep::archive {

/// A file of a backup that is written to its end, and has neither been waited for nor been read back. Until it is
/// published it has a hidden name, and goes with this object; under its own name it is whole or not there. Moved, not
/// copied.
class WrittenFile {
 public:
  /// What the manifest says of the file.
  struct Facts {
    std::uint64_t stored_bytes = 0;
    std::string xxh3_128;
    std::string key_mark;  ///< of the key that it is encrypted with; empty where it is not
  };
  /// Of the text that it unpacks to.
  struct Text {
    std::uint64_t bytes = 0;
    std::string xxh3_128;
  };
  /// `name` is what the file is to be called, `read_back` of as much of the file's beginning as the disk has already
  /// given back.
  WrittenFile(NewFile file, std::string name, FileForm form, Facts facts, Text text, stream::Checksum read_back,
              std::optional<stream::age::FileKey> key);

  const Facts& facts() const { return facts_; }

  /// Gives back the descriptor, so that many can wait together.
  void close() { file_.close(); }
  /// Waits for the disk. Throws Error{storage}.
  void sync() { sync_descriptor(file_.descriptor(), file_.path()); }
  const Folder& folder() const { return file_.folder(); }

  /// Of a file that has been synced: reads back what the disk holds, compares it, and what it unpacks to, and gives the
  /// file its name. Throws Error{damaged} when the disk gives other bytes than were written, or they do not lead back
  /// to the text, Error{storage} when it refuses.
  void publish();

 private:
  void reread();
  void reread_text();

  NewFile file_;
  std::string name_;  ///< to be
  FileForm form_;
  Facts facts_;
  Text text_;
  stream::Checksum read_back_;
  std::optional<stream::age::FileKey> key_;
};

/// Waits until all of these are on the disk: by one call for all of them where they are many and the file system is one
/// of which that is known to do as much as a call for each. Throws Error{storage}.
void sync_together(std::span<WrittenFile* const> files);

}  // namespace mongokeep::archive
