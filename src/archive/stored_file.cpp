#include "archive/stored_file.h"

#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "archive/file_name.h"
#include "archive/stored_text.h"
#include "mongokeep/error.h"
#include "stream/file_source.h"

namespace mongokeep::archive {

namespace {

/// What a source gives until its end.
stream::Checksum checksum_of(stream::Source& source) {
  stream::Checksum found;
  std::vector<char> room(std::size_t{1} << 18U);
  while (const std::size_t got = source.read(room)) found.add({room.data(), got});
  return found;
}

bool is_same(const stream::Checksum& one, const stream::Checksum& other) {
  return one.size() == other.size() && one.text() == other.text();
}

}  // namespace

StoredFile::HiddenFile::HiddenFile(const Directory& folder, std::string name)
    : folder_(folder),
      name_(std::move(name)),
      hidden_name_(unfinished_file(name_)),
      descriptor_(folder.create_file(hidden_name_)) {}

StoredFile::HiddenFile::~HiddenFile() {
  if (is_named_) return;
  try {
    folder_.remove_file(hidden_name_);
  } catch (const std::exception&) {
    // The error that brought us here is the one to tell. The file stays under its hidden name, in a folder that is
    // itself hidden or lists its files in the manifest, which does not know this one.
    return;
  }
}

void StoredFile::HiddenFile::give_name() {
  folder_.rename(hidden_name_, name_);
  is_named_ = true;
}

StoredFile::StoredFile(const Directory& folder, std::string name, const Packing& packing)
    : hidden_(folder, std::move(name)),
      form_(packing.form()),
      file_(hidden_.descriptor(), hidden_.path()),
      checked_(stored_, file_),
      packed_(packing, checked_),
      checked_text_(text_, packed_) {}

StoredFile::Facts StoredFile::publish() {
  sink().finish();
  reread();
  if (!form_.is_plain()) reread_text();
  hidden_.give_name();
  return {stored_.size(), stored_.text(), packed_.key() ? packed_.key()->mark() : std::string()};
}

void StoredFile::reread() const {
  const std::string path = hidden_.path();
  if (::lseek(hidden_.descriptor(), 0, SEEK_SET) != 0) throw storage_error("read back", path, errno);
  stream::FileSource source(hidden_.descriptor(), path, stream::FileSource::From::disk);
  if (is_same(checksum_of(source), stored_)) return;
  throw Error(ErrorKind::damaged, "read back", path, "the disk holds other bytes than were written to it",
              "Check the disk and its cables, and the memory of this machine, before trusting it with backups");
}

void StoredFile::reread_text() const {
  const std::string path = hidden_.path();
  StoredText text(hidden_.descriptor(), path, form_, packed_.key() ? &*packed_.key() : nullptr);
  if (is_same(checksum_of(text), text_)) return;
  throw Error(ErrorKind::damaged, "read back", path, "it does not unpack to the text that went into it",
              "Check the memory of this machine before trusting it with backups; `compression = \"none\"` does without "
              "the compressor");
}

}  // namespace mongokeep::archive
