#include "archive/stored_file.h"

#include <utility>

namespace mongokeep::archive {

StoredFile::StoredFile(Folder folder, std::string name, const Packing& packing)
    : name_(std::move(name)),
      file_(std::move(folder), unfinished_file(name_)),
      form_(packing.form()),
      to_disk_(file_.descriptor(), file_.path()),
      checked_(stored_, to_disk_),
      packed_(packing, checked_),
      checked_text_(text_, packed_) {}

WrittenFile StoredFile::finish() {
  sink().finish();
  std::optional<stream::age::FileKey> key = packed_.take_key();
  WrittenFile::Facts facts{stored_.size(), stored_.text(), key ? key->mark() : std::string()};
  stream::Checksum read_back = to_disk_.take_read_back();
  return WrittenFile(std::move(file_), std::move(name_), form_, std::move(facts), {text_.size(), text_.text()},
                     std::move(read_back), std::move(key));
}

StoredFile::Facts StoredFile::publish() {
  WrittenFile written = finish();
  written.sync();
  written.publish();
  return written.facts();
}

}  // namespace mongokeep::archive
