#include "archive/written_file.h"

#include <utility>

#include "archive/stored_text.h"
#include "base/files/file.h"
#include "mongokeep/error.h"
#include "stream/checksum_source.h"
#include "stream/file_source.h"

namespace mongokeep::archive {

namespace {

/// Fewer are waited for one by one: a call for all of a file system waits for what others have written as well.
constexpr std::size_t many = 16;

}  // namespace

WrittenFile::WrittenFile(NewFile file, std::string name, FileForm form, Facts facts, Text text,
                         stream::Checksum read_back, std::optional<stream::age::FileKey> key)
    : file_(std::move(file)),
      name_(std::move(name)),
      form_(form),
      facts_(std::move(facts)),
      text_(std::move(text)),
      read_back_(std::move(read_back)),
      key_(std::move(key)) {}

void WrittenFile::publish() {
  reread();
  if (!form_.is_plain()) reread_text();
  file_.close();
  file_.keep_as(name_);
}

void WrittenFile::reread() {
  const std::string path = file_.path();
  stream::FileSource rest(file_.descriptor(), path, stream::FileSource::From::disk, {.begin = read_back_.size()});
  stream::add_all(rest, read_back_);
  if (read_back_.is(facts_.stored_bytes, facts_.xxh3_128)) return;
  throw Error(ErrorKind::damaged, "read back", path, "the disk returned different bytes than were written",
              "Check the disk, its cables and the memory of this machine before you trust it with backups");
}

void WrittenFile::reread_text() {
  const std::string path = file_.path();
  StoredText text(file_.descriptor(), path, form_, key_ ? &*key_ : nullptr);
  if (stream::checksum_of(text).is(text_.bytes, text_.xxh3_128)) return;
  throw Error(ErrorKind::damaged, "read back", path, "it does not decompress to the original text",
              "Check the memory of this machine before you trust it with backups. `compression = \"none\"` avoids the "
              "compressor");
}

void sync_together(std::span<WrittenFile* const> files) {
  if (files.size() >= many) {
    const bool are_synced = files.front()->folder().with(
        [](const Directory& folder) { return sync_file_system(folder.descriptor(), folder.path().string()); });
    if (are_synced) return;
  }
  for (WrittenFile* file : files) {
    file->sync();
    file->close();
  }
}

}  // namespace mongokeep::archive
