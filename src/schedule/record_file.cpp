#include "schedule/record_file.h"

#include <cerrno>
#include <utility>

#include "base/files/file.h"
#include "base/files/replaced_file.h"

namespace mongokeep::schedule {

namespace {

constexpr const char* lock_name = ".schedule.lock";
/// A record has some 600 bytes.
constexpr std::size_t longest = 65536;

}  // namespace

RecordFile RecordFile::open(const std::filesystem::path& root) {
  Directory folder = Directory::open_or_create(root);
  const Error held(ErrorKind::locked, "run the schedule of", folder.path().string(),
                   "another mongokeep process runs it already",
                   "Stop that process first; `fuser " + (folder.path() / lock_name).string() + "` shows it");
  UniqueFd lock = archive::take_lock(folder, lock_name, held);
  return {std::move(folder), std::move(lock)};
}

std::optional<Record> RecordFile::look(const Directory& root) {
  if (!root.has(name)) return std::nullopt;
  const std::string path = (root.path() / name).string();
  return parse_record(read_whole(root.open_file(name).get(), longest, path), path);
}

std::optional<pid_t> RecordFile::holder(const Directory& root) {
  return archive::holder_of_lock(root, lock_name);
}

Record RecordFile::read() const {
  if (auto record = look(folder_)) return *std::move(record);
  throw storage_error("open the file", (folder_.path() / name).string(), ENOENT);
}

void RecordFile::write(const Record& record) const {
  replace_file(folder_, name, to_text(record));
}

}  // namespace mongokeep::schedule
