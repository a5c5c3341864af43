#include "archive/stored_file.h"

#include <utility>

namespace mongokeep::archive {

StoredFile::StoredFile(Folder folder, std::string name, const Packing& packing)
    : hidden_(std::move(folder), std::move(name)),
      form_(packing.form()),
      file_(hidden_.descriptor(), hidden_.path()),
      checked_(stored_, file_),
      packed_(packing, checked_),
      checked_text_(text_, packed_) {}

WrittenFile StoredFile::finish() {
  sink().finish();
  std::optional<stream::age::FileKey> key = packed_.take_key();
  WrittenFile::Facts facts{stored_.size(), stored_.text(), key ? key->mark() : std::string()};
  return WrittenFile(std::move(hidden_), form_, std::move(facts), {text_.size(), text_.text()}, file_.take_read_back(),
                     std::move(key));
}

StoredFile::Facts StoredFile::publish() {
  WrittenFile written = finish();
  written.sync();
  written.publish();
  return written.facts();
}

}  // namespace mongokeep::archive
