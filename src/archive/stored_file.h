#pragma once

#include <cstdint>
#include <string>

#include "base/directory.h"
#include "stream/checksum.h"
#include "stream/checksum_sink.h"
#include "stream/file_sink.h"

namespace mongokeep::archive {

/// One file of a backup on its way to its name: written under a hidden name, synced, read back, renamed. Under its own
/// name it is whole or not there; the hidden file goes with this object when publish() was not reached.
class StoredFile {
 public:
  /// Makes the hidden file. Borrows the folder, which must outlive this object.
  StoredFile(const Directory& folder, std::string name);
  ~StoredFile();
  StoredFile(const StoredFile&) = delete;
  StoredFile& operator=(const StoredFile&) = delete;

  /// Where the bytes go, in pieces that are better large.
  stream::Sink& sink() { return checked_; }

  struct Facts {
    std::uint64_t stored_bytes = 0;
    std::string xxh3_128;
  };
  /// Syncs, reads back what the disk holds, compares, and gives the file its name.
  /// Throws Error{damaged} when the disk gives other bytes than were written, Error{storage} when it refuses.
  Facts publish();

 private:
  void reread() const;

  const Directory& folder_;
  std::string name_;
  std::string hidden_name_;
  UniqueFd descriptor_;
  stream::Checksum checksum_;
  stream::FileSink file_;
  stream::ChecksumSink checked_;
  bool is_open_ = true;
};

}  // namespace mongokeep::archive
