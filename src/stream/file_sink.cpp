#include "stream/file_sink.h"

#include <system_error>
#include <utility>

#include "base/files/file.h"
#include "stream/checksum_source.h"
#include "stream/file_source.h"

namespace mongokeep::stream {

FileSink::FileSink(int descriptor, std::string subject) : descriptor_(descriptor), subject_(std::move(subject)) {}

FileSink::~FileSink() {
  end(false);
}

void FileSink::write(std::string_view bytes) {
  write_all(descriptor_, bytes, subject_);
  written_ += bytes.size();
  follow();
}

Checksum FileSink::take_read_back() {
  end(true);
  if (failure_) std::rethrow_exception(failure_);
  return std::move(found_);
}

void FileSink::follow() {
  if (written_ / piece == size_ / piece) return;
  begin_to_write_out(descriptor_, size_, written_ - size_);
  {
    const std::lock_guard lock(mutex_);
    size_ = written_;
  }
  if (thread_.joinable()) {
    changed_.notify_one();
  } else {
    start();
  }
}

void FileSink::start() {
  try {
    thread_ = std::thread([this] { read_pieces(); });
  } catch (const std::system_error&) {
    // There is none to be had (a limit on processes): the next piece asks again, and what is left is read at the end.
    return;
  }
}

void FileSink::read_pieces() {
  try {
    for (std::uint64_t offset = 0;; offset += piece) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_over_ || size_ >= offset + piece; });
        if (!is_wanted_ || size_ < offset + piece) return;
      }
      if (!read_piece(offset)) return;
    }
  } catch (...) {
    // Whatever it is, it is for the one who asks what was found.
    failure_ = std::current_exception();
  }
}

bool FileSink::read_piece(std::uint64_t offset) {
  // What is still in memory alone would be compared with itself.
  if (!wait_until_written_out(descriptor_, offset, piece, subject_)) return false;
  FileSource source(descriptor_, subject_, FileSource::From::disk, {offset, offset + piece});
  add_all(source, found_);
  return true;
}

void FileSink::end(bool is_wanted) {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
    is_wanted_ = is_wanted;
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace mongokeep::stream
