#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "archive/packed_sink.h"
#include "archive/packing.h"
#include "base/directory.h"
#include "stream/checksum.h"
#include "stream/checksum_sink.h"
#include "stream/file_sink.h"

namespace mongokeep::archive {

/// One file of a backup on its way to its name: packed, written under a hidden name, synced, read back, unpacked again,
/// renamed. Under its own name it is whole or not there; the hidden file goes with this object when publish() was not
/// reached.
class StoredFile {
 public:
  /// Makes the hidden file. Borrows the folder, which must outlive this object.
  StoredFile(const Directory& folder, std::string name, const Packing& packing = {});
  StoredFile(const StoredFile&) = delete;
  StoredFile& operator=(const StoredFile&) = delete;

  /// Where the text goes, in pieces that are better large.
  stream::Sink& sink() { return form_.is_plain() ? checked_ : checked_text_; }

  struct Facts {
    std::uint64_t stored_bytes = 0;
    std::string xxh3_128;
    std::string key_mark;  ///< of the key that it is encrypted with; empty where it is not
  };
  /// Syncs, reads back what the disk holds, compares it, and what it unpacks to, and gives the file its name.
  /// Throws Error{damaged} when the disk gives other bytes than were written, or they do not lead back to the text,
  /// Error{storage} when it refuses.
  Facts publish();

 private:
  /// The file under its hidden name, which goes with this object unless it has got its own.
  class HiddenFile {
   public:
    HiddenFile(const Directory& folder, std::string name);
    ~HiddenFile();
    HiddenFile(const HiddenFile&) = delete;
    HiddenFile& operator=(const HiddenFile&) = delete;

    int descriptor() const { return descriptor_.get(); }
    std::string path() const { return (folder_.path() / hidden_name_).string(); }
    void give_name();

   private:
    const Directory& folder_;
    std::string name_;
    std::string hidden_name_;
    UniqueFd descriptor_;
    bool is_named_ = false;
  };

  void reread() const;
  void reread_text() const;

  HiddenFile hidden_;
  FileForm form_;
  stream::Checksum stored_;  ///< of what lies on the disk
  stream::Checksum text_;    ///< of what it unpacks to
  stream::FileSink file_;
  stream::ChecksumSink checked_;
  PackedSink packed_;
  stream::ChecksumSink checked_text_;
};

}  // namespace mongokeep::archive
