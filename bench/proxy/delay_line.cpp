#include "proxy/delay_line.h"

#include <algorithm>
#include <utility>

namespace mongokeep::bench {

namespace {

/// What the buffers of two hosts hold besides what is in the cable.
constexpr std::size_t room = std::size_t{4} << 20U;

}  // namespace

bool DelayLine::put(Chunk chunk) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return bytes_under_way_ < room || abandoned_; });
  if (abandoned_) return false;
  const std::chrono::duration<double> sending(static_cast<double>(chunk.size) / link_.bytes_per_second);
  sent_ = std::max(sent_, std::chrono::steady_clock::now()) + std::chrono::duration_cast<Moment::duration>(sending);
  bytes_under_way_ += chunk.size;
  under_way_.push_back({sent_ + link_.delay, std::move(chunk)});
  changed_.notify_all();
  return true;
}

std::optional<Chunk> DelayLine::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !under_way_.empty() || closed_; });
  if (under_way_.empty()) return std::nullopt;
  // Chunks arrive in the order they were sent: the first one's moment cannot change while it is awaited.
  const Moment due = under_way_.front().due;
  while (changed_.wait_until(lock, due) != std::cv_status::timeout) continue;
  Chunk chunk = std::move(under_way_.front().chunk);
  under_way_.pop_front();
  bytes_under_way_ -= chunk.size;
  changed_.notify_all();
  return chunk;
}

void DelayLine::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

void DelayLine::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  changed_.notify_all();
}

}  // namespace mongokeep::bench
