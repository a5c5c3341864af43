#include "archive/stored_file.h"

#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "archive/file_name.h"
#include "mongokeep/error.h"
#include "stream/file_source.h"

namespace mongokeep::archive {

StoredFile::StoredFile(const Directory& folder, std::string name)
    : folder_(folder),
      name_(std::move(name)),
      hidden_name_(unfinished_file(name_)),
      descriptor_(folder.create_file(hidden_name_)),
      file_(descriptor_.get(), (folder.path() / hidden_name_).string()),
      checked_(checksum_, file_) {}

StoredFile::~StoredFile() {
  if (!is_open_) return;
  try {
    folder_.remove_file(hidden_name_);
  } catch (const std::exception&) {
    // The error that brought us here is the one to tell. The file stays under its hidden name, in a folder that is
    // itself hidden or lists its files in the manifest, which does not know this one.
    return;
  }
}

StoredFile::Facts StoredFile::publish() {
  checked_.finish();
  reread();
  folder_.rename(hidden_name_, name_);
  is_open_ = false;
  return {checksum_.size(), checksum_.text()};
}

void StoredFile::reread() const {
  const std::string path = (folder_.path() / hidden_name_).string();
  if (::lseek(descriptor_.get(), 0, SEEK_SET) != 0) throw storage_error("read back", path, errno);
  stream::FileSource source(descriptor_.get(), path, stream::FileSource::From::disk);
  stream::Checksum found;
  std::vector<char> room(std::size_t{1} << 18U);
  while (const std::size_t got = source.read(room)) found.add({room.data(), got});
  if (found.size() != checksum_.size() || found.text() != checksum_.text()) {
    throw Error(ErrorKind::damaged, "read back", path, "the disk holds other bytes than were written to it",
                "Check the disk and its cables, and the memory of this machine, before trusting it with backups");
  }
}

}  // namespace mongokeep::archive
