#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

#include "stream/checksum.h"
#include "stream/sink.h"

namespace mongokeep::stream {

/// Writes to a file as the bytes come (callers write in large pieces), and reads it back meanwhile, so that there is
/// little left to read at the end: piece by piece, on a thread of its own, waits until the disk has it, drops it from
/// the page cache, and reads what the disk gives. Files that are shorter than a piece never start the thread. That the
/// rest is on the disk is for the file's owner to wait for.
class FileSink final : public Sink {
 public:
  /// In bytes: enough for a disk to be busy with, and little to wait for at the end.
  static constexpr std::uint64_t piece = std::uint64_t{8} << 20U;

  /// Borrows the descriptor of an empty file. `subject` is the file's path, for errors.
  FileSink(int descriptor, std::string subject);
  /// Waits for the piece that is being read.
  ~FileSink() override;
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  void write(std::string_view bytes) override;
  void finish() override {}

  /// Waits until all whole pieces are read, where the file system can tell of pieces, and gives their checksum: what
  /// follows Checksum::size() is to be read once the file is synced. Once, after finish(). Throws Error{storage} that
  /// was met meanwhile.
  Checksum take_read_back();

 private:
  /// Has what was written since the last call read back, once it is a piece.
  void follow();
  void start();
  void read_pieces();
  /// False where it cannot be known that the disk has it.
  bool read_piece(std::uint64_t offset);
  /// Ends the thread: after the last whole piece, or sooner.
  void end(bool is_wanted);

  int descriptor_;
  std::string subject_;
  std::uint64_t written_ = 0;
  Checksum found_;  ///< the thread's own, as long as there is one
  std::exception_ptr failure_;
  std::mutex mutex_;  ///< for what follows
  std::condition_variable changed_;
  std::uint64_t size_ = 0;  ///< when it had come to a whole piece last
  bool is_over_ = false;    ///< the file does not grow any more
  bool is_wanted_ = true;
  std::thread thread_;
};

}  // namespace mongokeep::stream
