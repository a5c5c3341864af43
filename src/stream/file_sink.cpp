#include "stream/file_sink.h"

#include <utility>

#include "base/file.h"

namespace mongokeep::stream {

FileSink::FileSink(int descriptor, std::string subject)
    : descriptor_(descriptor), subject_(std::move(subject)), read_back_(descriptor, subject_) {}

void FileSink::write(std::string_view bytes) {
  write_all(descriptor_, bytes, subject_);
  written_ += bytes.size();
  read_back_.follow(written_);
}

}  // namespace mongokeep::stream
