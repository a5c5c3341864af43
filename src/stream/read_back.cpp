#include "stream/read_back.h"

#include <system_error>
#include <utility>

#include "base/file.h"
#include "stream/checksum_source.h"
#include "stream/file_source.h"

namespace mongokeep::stream {

ReadBack::ReadBack(int descriptor, std::string subject) : descriptor_(descriptor), subject_(std::move(subject)) {}

ReadBack::~ReadBack() {
  end(false);
}

void ReadBack::follow(std::uint64_t size) {
  if (size / piece == size_ / piece) return;
  begin_to_write_out(descriptor_, size_, size - size_);
  {
    const std::lock_guard lock(mutex_);
    size_ = size;
  }
  if (thread_.joinable()) {
    changed_.notify_one();
  } else {
    start();
  }
}

Checksum ReadBack::finish() {
  end(true);
  if (failure_) std::rethrow_exception(failure_);
  return std::move(found_);
}

void ReadBack::start() {
  try {
    thread_ = std::thread([this] { read_pieces(); });
  } catch (const std::system_error&) {
    // There is none to be had (a limit on processes): the next piece asks again, and what is left is read at the end.
    return;
  }
}

void ReadBack::read_pieces() {
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

bool ReadBack::read_piece(std::uint64_t offset) {
  // What is still in memory alone would be compared with itself.
  if (!wait_until_written_out(descriptor_, offset, piece, subject_)) return false;
  FileSource source(descriptor_, subject_, FileSource::From::disk, {offset, offset + piece});
  add_all(source, found_);
  return true;
}

void ReadBack::end(bool is_wanted) {
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
