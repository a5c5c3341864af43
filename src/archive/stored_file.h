#pragma once

#include <string>

#include "archive/packed_sink.h"
#include "archive/packing.h"
#include "archive/written_file.h"
#include "base/files/folder.h"
#include "base/files/new_file.h"
#include "stream/checksum.h"
#include "stream/checksum_sink.h"
#include "stream/file_sink.h"

namespace mongokeep::archive {

/// One file of a backup while its text comes in: packed, and written under a hidden name. The file goes with this
/// object unless it was handed on; one that cannot be removed stays in a folder that is itself hidden, or that lists
/// its files in a manifest, which does not know it. What comes behind the end of the text is WrittenFile's.
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
  std::string name_;
  NewFile file_;  ///< under its hidden name
  FileForm form_;
  stream::Checksum stored_;  ///< of what lies on the disk
  stream::Checksum text_;    ///< of what it unpacks to
  stream::FileSink to_disk_;
  stream::ChecksumSink checked_;
  PackedSink packed_;
  stream::ChecksumSink checked_text_;
};

}  // namespace mongokeep::archive
