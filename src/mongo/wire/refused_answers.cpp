#include "mongo/wire/refused_answers.h"

namespace mongokeep::mongo::wire {

void RefusedAnswers::note(const std::string& host, const Error& reason) {
  const std::lock_guard lock(mutex_);
  by_host_.insert_or_assign(host, Error(reason.kind(), reason.operation(), host, reason.cause(), reason.hint()));
  last_host_ = host;
}

void RefusedAnswers::forget(const std::string& host) {
  const std::lock_guard lock(mutex_);
  // Nearly always, and for each answer.
  if (by_host_.empty()) return;
  by_host_.erase(host);
  if (last_host_ == host) last_host_.clear();
}

void RefusedAnswers::note_break() {
  const std::lock_guard lock(mutex_);
  last_host_.clear();
}

std::optional<Error> RefusedAnswers::last() const {
  const std::lock_guard lock(mutex_);
  const auto found = by_host_.find(last_host_);
  return found == by_host_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Error> RefusedAnswers::any() const {
  const std::lock_guard lock(mutex_);
  return by_host_.empty() ? std::nullopt : std::optional(by_host_.begin()->second);
}

std::size_t RefusedAnswers::servers() const {
  const std::lock_guard lock(mutex_);
  return by_host_.size();
}

}  // namespace mongokeep::mongo::wire
