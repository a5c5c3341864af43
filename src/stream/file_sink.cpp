#include "stream/file_sink.h"

#include <utility>

#include "base/file.h"

namespace mongokeep::stream {

namespace {

/// In bytes: enough for a disk to be busy with.
constexpr std::uint64_t at_a_time = std::uint64_t{8} << 20U;

}  // namespace

FileSink::FileSink(int descriptor, std::string subject) : descriptor_(descriptor), subject_(std::move(subject)) {}

void FileSink::write(std::string_view bytes) {
  write_all(descriptor_, bytes, subject_);
  written_ += bytes.size();
  if (written_ - on_its_way_ < at_a_time) return;
  begin_to_write_out(descriptor_, on_its_way_, written_ - on_its_way_);
  on_its_way_ = written_;
}

void FileSink::finish() {}

}  // namespace mongokeep::stream
