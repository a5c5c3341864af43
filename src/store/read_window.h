#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>

#include "store/remote.h"

namespace mongokeep::store {

/// Reads a file of a store from wherever it is asked to. While places follow each other, one child reads on, on a
/// thread of its own, and no more than a few MiB ahead; a place elsewhere begins a new one. What has just been read is
/// kept for a while, since several threads decode a file and do not ask quite in order.
class ReadWindow {
 public:
  /// `size` is the file's length. A stop ends what is being waited for.
  ReadWindow(std::shared_ptr<const Remote> remote, std::string path, std::uint64_t size, const std::stop_token& stop);
  ~ReadWindow();
  ReadWindow(const ReadWindow&) = delete;
  ReadWindow& operator=(const ReadWindow&) = delete;

  /// As stream::ReadAt has it. Throws Error{stopped} as well. Threads: one after the other.
  void read_at(std::uint64_t offset, std::span<char> room);

 private:
  using Lock = std::unique_lock<std::mutex>;

  void work(const std::stop_token& end);
  void begin_anew(Lock& lock, std::unique_ptr<process::ChildReader>& reader);
  void read_on(Lock& lock, std::unique_ptr<process::ChildReader>& reader, std::string& room);
  void take(std::string_view bytes);
  bool has_to_begin_at(std::uint64_t offset) const;
  void ask_for(std::uint64_t offset, std::size_t count);

  std::shared_ptr<const Remote> remote_;
  const std::string path_;
  const std::uint64_t size_;
  std::stop_source stop_;  ///< of the child: the run's stop, or our own end
  std::stop_callback<std::function<void()>> run_stop_;

  std::mutex turn_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::string kept_;                            ///< of the file, from begin_ on
  std::uint64_t begin_ = 0;                     ///< where that begins
  std::uint64_t goal_ = 0;                      ///< how far to read
  std::uint64_t given_ = 0;                     ///< since the child was started: tells how far ahead is worth it
  bool is_reading_ = false;                     ///< whether a child has more to give
  std::optional<std::uint64_t> begin_at_ = {};  ///< where a new child is wanted
  std::exception_ptr failure_;
  std::jthread worker_;
};

}  // namespace mongokeep::store
