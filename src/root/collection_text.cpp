#include "root/collection_text.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <vector>

#include "archive/local_file.h"
#include "archive/stored_text.h"
#include "base/stop_wait.h"
#include "base/text/shell_word.h"
#include "keys/key_files.h"
#include "mongokeep/error.h"
#include "stream/checksum_source.h"

namespace mongokeep {

namespace {

using archive::CollectionRecord;
using archive::OpenBackup;

/// Gives what the source has, until its end.
stream::Checksum read_all(stream::Source& text, const TextSink& sink, const std::stop_token& stop) {
  stream::Checksum given;
  std::vector<char> room(std::size_t{1} << 20U);
  while (const std::size_t got = text.read(room)) {
    throw_if_stopped(stop);
    sink({room.data(), got});
    given.add({room.data(), got});
  }
  return given;
}

/// As it lies there, packed.
stream::Checksum stored_checksum(const OpenBackup& backup, const CollectionRecord& record) {
  const std::unique_ptr<archive::ReadableFile> file = backup.open_file(record);
  return stream::checksum_of(*file->source(stream::FileSource::From::cache));
}

/// What is not encrypted may be whole, and of another day: the manifest's checksum tells whether it is what was
/// written.
void check_text(const OpenBackup& backup, const CollectionRecord& record, const stream::Checksum& given) {
  const archive::FileForm form = archive::form_of(record.file);
  if (backup.is_legacy() || form.is_encrypted) return;
  const auto is_written = [&](const stream::Checksum& stored) {
    return stored.is(record.stored_bytes, record.xxh3_128);
  };
  if (form.is_plain() ? is_written(given) : is_written(stored_checksum(backup, record))) return;
  throw Error(ErrorKind::damaged, "trust the output of", backup.path_of(record).string(),
              "its checksum differs from the manifest's",
              fmt::format("`mongokeep verify {}` shows where it is damaged", shell_word(backup.path().string())));
}

UniqueFd open_named(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file) throw storage_error("open the file", path, errno);
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) throw storage_error("inspect", path, errno);
  if (S_ISREG(facts.st_mode)) return file;
  throw Error(ErrorKind::usage, "print", path, S_ISDIR(facts.st_mode) ? "it is a folder" : "it is not a regular file",
              S_ISDIR(facts.st_mode) ? "Name a collection as well: mongokeep cat BACKUP COLLECTION"
                                     : "Save it to a regular file first: it is read more than once");
}

}  // namespace

namespace root {

const CollectionRecord& find_collection(const OpenBackup& backup, const std::string& wanted) {
  const CollectionRecord* found = nullptr;
  for (const CollectionRecord& record : backup.manifest().collections) {
    const std::string& database = backup.database_of(record);
    const bool is_meant = record.name == wanted || (!database.empty() && database + "." + record.name == wanted);
    if (!is_meant) continue;
    if (found != nullptr) {
      throw Error(ErrorKind::usage, "print the collection", wanted,
                  "several databases in the backup have a collection of this name",
                  fmt::format("Name the database as well: {}.{}", database, record.name));
    }
    found = &record;
  }
  if (found == nullptr) {
    throw Error(ErrorKind::usage, "print the collection", wanted, "the backup has no collection of this name",
                fmt::format("`mongokeep show {}` lists the collections", shell_word(backup.path().string())));
  }
  if (found->file.empty()) {
    throw Error(ErrorKind::usage, "print the collection", wanted,
                found->error.empty() ? "it is a view, and only its definition was stored"
                                     : "its backup failed: " + found->error);
  }
  return *found;
}

void read_collection(const OpenBackup& backup, const CollectionRecord& record, const TextSink& sink,
                     const std::stop_token& stop) {
  const std::unique_ptr<archive::StoredText> text = backup.open_text(record);
  check_text(backup, record, read_all(*text, sink, stop));
}

}  // namespace root

void read_packed_file(const std::filesystem::path& file, const DecryptionKeys& keys, const TextSink& sink,
                      const std::stop_token& stop) {
  const keys::ReadingKeys opening = keys::read_keys(keys);
  archive::StoredText text(std::make_unique<archive::LocalFile>(open_named(file.string()), file.string()),
                           file.string(), *opening.identities);
  read_all(text, sink, stop);
}

}  // namespace mongokeep
