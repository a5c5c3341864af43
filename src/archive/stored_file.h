#pragma once

#include <string>

#include "archive/packed_sink.h"
#include "archive/packing.h"
#include "archive/written_file.h"
#include "base/folder.h"
#include "stream/checksum.h"
#include "stream/checksum_sink.h"
#include "stream/file_sink.h"

namespace mongokeep::archive {

/// One file of a backup on its way to its name: packed, written under a hidden name, synced, read back, unpacked again,
/// renamed. Under its own name it is whole or not there; the hidden file goes with this object when it was neither
/// published nor handed on.
class StoredFile {
 public:
  using Facts = WrittenFile::Facts;

  /// Makes the hidden file. The folder must outlive this object.
  StoredFile(Folder folder, std::string name, const Packing& packing = {});
  StoredFile(const StoredFile&) = delete;
  StoredFile& operator=(const StoredFile&) = delete;

  /// Where the text goes, in pieces that are better large.
  stream::Sink& sink() { return form_.is_plain() ? checked_ : checked_text_; }

  /// Ends the text, and hands on what there is: to be synced and published, alone or with others. Nothing is left here.
  WrittenFile finish();
  /// Ends the text, syncs, and publishes as WrittenFile::publish() has it.
  Facts publish();

 private:
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
