#include "restore/batch_queue.h"

#include <utility>

namespace mongokeep::restore {

bool BatchQueue::push(LoadBatch batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return batches_.size() < most_ || state_ == State::abandoned; });
  if (state_ == State::abandoned) return false;
  batches_.push_back(std::move(batch));
  changed_.notify_all();
  return true;
}

std::optional<LoadBatch> BatchQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !batches_.empty() || state_ != State::open; });
  if (batches_.empty()) return std::nullopt;
  LoadBatch batch = std::move(batches_.front());
  batches_.pop_front();
  changed_.notify_all();
  return batch;
}

void BatchQueue::close() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::open) state_ = State::closed;
  changed_.notify_all();
}

void BatchQueue::abandon() {
  const std::lock_guard lock(mutex_);
  state_ = State::abandoned;
  batches_.clear();
  changed_.notify_all();
}

}  // namespace mongokeep::restore
