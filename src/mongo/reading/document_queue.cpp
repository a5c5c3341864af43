#include "mongo/reading/document_queue.h"

#include <utility>

namespace mongokeep::mongo {

bool DocumentQueue::put(extjson::BsonView document) {
  if (!filling_.has_room_for(document) && !hand_over()) return false;
  if (document.size > Chunk::capacity) return lend(document);
  filling_.add(document);
  return true;
}

void DocumentQueue::finish() noexcept {
  hand_over();
  const std::lock_guard lock(mutex_);
  is_finished_ = true;
  changed_.notify_all();
}

bool DocumentQueue::wait_for_restart() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !is_finished_ || is_given_up_; });
  return !is_given_up_;
}

std::optional<extjson::BsonView> DocumentQueue::take() {
  if (taking_ && !taking_->is_at_end()) return taking_->take();
  std::unique_lock lock(mutex_);
  give_back();
  changed_.wait(lock, [&] { return !ready_.empty() || large_ || is_finished_; });
  if (!ready_.empty()) {
    taking_ = std::move(ready_.front());
    ready_.pop_front();
    return taking_->take();
  }
  if (!large_) return std::nullopt;
  is_large_taken_ = true;
  return *large_;
}

void DocumentQueue::restart() {
  const std::lock_guard lock(mutex_);
  is_finished_ = false;
  changed_.notify_all();
}

void DocumentQueue::give_up() {
  const std::lock_guard lock(mutex_);
  is_given_up_ = true;
  changed_.notify_all();
}

/// Puts what was filled behind the others, and an empty chunk in its place.
bool DocumentQueue::hand_over() {
  if (filling_.is_at_end()) return true;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return ready_.size() < most_chunks_ || is_given_up_; });
  if (is_given_up_) return false;
  ready_.push_back(std::exchange(filling_, Chunk()));
  if (!spare_.empty()) {
    filling_ = std::move(spare_.back());
    spare_.pop_back();
  }
  changed_.notify_all();
  return true;
}

/// Waits until the document was taken and is done with: its reader's next step would take it away.
bool DocumentQueue::lend(extjson::BsonView document) {
  std::unique_lock lock(mutex_);
  large_ = document;
  changed_.notify_all();
  changed_.wait(lock, [&] { return !large_ || is_given_up_; });
  return !is_given_up_;
}

/// What was taken last is done with.
void DocumentQueue::give_back() {
  if (taking_) {
    taking_->clear();
    spare_.push_back(std::move(*taking_));
    taking_.reset();
  }
  if (std::exchange(is_large_taken_, false)) large_.reset();
  changed_.notify_all();
}

}  // namespace mongokeep::mongo
