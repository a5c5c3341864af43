#include "store/read_window.h"

#include <algorithm>
#include <utility>

#include "mongokeep/error.h"

namespace mongokeep::store {

namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;
constexpr std::uint64_t least_ahead = mebibyte / 4;
constexpr std::uint64_t most_ahead = 2 * mebibyte;
/// Of what has been read. Twice as much lies in memory before the older half goes.
constexpr std::uint64_t most_behind = 2 * mebibyte;
/// Bytes that are rather read and thrown away than left out by a new child.
constexpr std::uint64_t short_way = mebibyte;

}  // namespace

ReadWindow::ReadWindow(std::shared_ptr<const Remote> remote, std::string path, std::uint64_t size,
                       const std::stop_token& stop)
    : remote_(std::move(remote)),
      path_(std::move(path)),
      size_(size),
      run_stop_(stop, [this] { stop_.request_stop(); }) {}

ReadWindow::~ReadWindow() {
  stop_.request_stop();
}

void ReadWindow::read_at(std::uint64_t offset, std::span<char> room) {
  const std::scoped_lock turn(turn_);
  Lock lock(mutex_);
  if (!worker_.joinable()) worker_ = std::jthread([this](const std::stop_token& end) { work(end); });
  while (!room.empty()) {
    ask_for(offset, room.size());
    const auto end = [this] { return begin_ + kept_.size(); };
    changed_.wait(lock, [&] { return failure_ || (!begin_at_ && end() > offset); });
    if (failure_) {
      is_reading_ = false;
      std::rethrow_exception(std::exchange(failure_, nullptr));
    }
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), end() - offset));
    std::copy_n(kept_.begin() + static_cast<std::ptrdiff_t>(offset - begin_), count, room.begin());
    room = room.subspan(count);
    offset += count;
    given_ += count;
  }
}

bool ReadWindow::has_to_begin_at(std::uint64_t offset) const {
  const std::uint64_t end = begin_ + kept_.size();
  return offset < begin_ || offset > end + short_way || (offset >= end && !is_reading_);
}

void ReadWindow::ask_for(std::uint64_t offset, std::size_t count) {
  if (has_to_begin_at(offset)) {
    begin_at_ = offset;
    is_reading_ = true;
    given_ = 0;
  }
  const std::uint64_t ahead = std::clamp(given_, least_ahead, most_ahead);
  // No further than what is kept behind: nothing may go before it was given out.
  goal_ = std::min(size_, offset + std::min(count + ahead, std::min(most_ahead, most_behind)));
  changed_.notify_all();
}

void ReadWindow::work(const std::stop_token& end) {
  // The child dies with the thread that started it: it is this one's from its start to its end.
  std::unique_ptr<process::ChildReader> reader;
  std::string room;
  Lock lock(mutex_);
  const auto has_work = [&] { return begin_at_ || (is_reading_ && begin_ + kept_.size() < goal_); };
  while (changed_.wait(lock, end, has_work)) {
    try {
      room.resize(mebibyte / 4);
      if (begin_at_) {
        begin_anew(lock, reader);
      } else {
        read_on(lock, reader, room);
      }
    } catch (const std::exception&) {
      if (!lock.owns_lock()) lock.lock();
      // As it is: where memory has ended, a copy of it could not be made.
      failure_ = std::current_exception();
    }
    if (failure_) {
      is_reading_ = false;
      begin_at_.reset();
    }
    changed_.notify_all();
  }
}

void ReadWindow::begin_anew(Lock& lock, std::unique_ptr<process::ChildReader>& reader) {
  const std::uint64_t offset = *begin_at_;
  lock.unlock();
  reader.reset();
  reader = remote_->open(path_, offset, stop_.get_token());
  lock.lock();
  begin_at_.reset();
  begin_ = offset;
  kept_.clear();
  // Once, and no more: it would grow to twice of what it holds.
  kept_.reserve(static_cast<std::size_t>(std::min(size_ - offset, most_behind + most_ahead + 2 * least_ahead)));
}

void ReadWindow::read_on(Lock& lock, std::unique_ptr<process::ChildReader>& reader, std::string& room) {
  lock.unlock();
  std::size_t got = 0;
  try {
    got = reader->read(room);
  } catch (const Error& error) {
    throw remote_->rclone().failure(error, *reader, "read", remote_->shown(path_).string());
  }
  lock.lock();
  if (got == 0) {
    throw Error(ErrorKind::damaged, "read", remote_->shown(path_).string(),
                "it ends before the length that the store lists for it");
  }
  take(std::string_view(room).substr(0, got));
}

void ReadWindow::take(std::string_view bytes) {
  if (kept_.size() > most_behind + most_ahead) {
    begin_ += most_behind;
    kept_.erase(0, most_behind);
  }
  kept_ += bytes;
  if (begin_ + kept_.size() >= size_) is_reading_ = false;
}

}  // namespace mongokeep::store
