#include "schedule/record_file.h"

#include <utility>

#include "base/file.h"
#include "base/replaced_file.h"

namespace mongokeep::schedule {

namespace {

constexpr const char* lock_name = ".schedule.lock";
/// A record has some 600 bytes.
constexpr std::size_t longest = 65536;

}  // namespace

RecordFile RecordFile::open(const std::filesystem::path& root) {
  Directory folder = Directory::open_or_create(root);
  const Error held(ErrorKind::locked, "run the schedule of", folder.path().string(),
                   "another process of mongokeep does so already",
                   "Stop that one first; `fuser " + (folder.path() / lock_name).string() + "` shows which it is");
  UniqueFd lock = archive::take_lock(folder, lock_name, held);
  return {std::move(folder), std::move(lock)};
}

Record RecordFile::read() const {
  const std::string path = (folder_.path() / name).string();
  return parse_record(read_whole(folder_.open_file(name).get(), longest, path), path);
}

void RecordFile::write(const Record& record) const {
  replace_file(folder_, name, to_text(record));
}

}  // namespace mongokeep::schedule
