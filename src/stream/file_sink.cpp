#include "stream/file_sink.h"

#include <utility>

#include "base/file.h"

namespace mongokeep::stream {

FileSink::FileSink(int descriptor, std::string subject) : descriptor_(descriptor), subject_(std::move(subject)) {}

void FileSink::write(std::string_view bytes) {
  write_all(descriptor_, bytes, subject_);
}

void FileSink::finish() {
  sync_descriptor(descriptor_, subject_);
}

}  // namespace mongokeep::stream
