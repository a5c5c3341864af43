#include "base/progress_meter.h"

#include <utility>

namespace mongokeep {

namespace {

constexpr std::chrono::milliseconds interval(100);
/// The steady clock is looked at once in so many documents, or after so many bytes, whichever comes first.
constexpr std::uint64_t documents_between_looks = 256;
constexpr std::uint64_t bytes_between_looks = std::uint64_t{1} << 20U;

}  // namespace

void ProgressBoard::started(const CollectionProgress& progress) {
  const std::lock_guard lock(mutex_);
  if (observer_ != nullptr) observer_->collection_started(progress);
}

void ProgressBoard::advanced(const CollectionProgress& progress) {
  const std::lock_guard lock(mutex_);
  if (observer_ != nullptr) observer_->collection_advanced(progress);
}

void ProgressBoard::finished(const CollectionProgress& progress, ProgressObserver::Outcome outcome) {
  const std::lock_guard lock(mutex_);
  if (observer_ != nullptr) observer_->collection_finished(progress, outcome);
}

ProgressMeter::ProgressMeter(ProgressBoard& board, std::string name, std::uint64_t estimated_documents)
    : board_(board),
      progress_{std::move(name), 0, estimated_documents, 0},
      last_told_(std::chrono::steady_clock::now()) {
  board_.started(progress_);
}

ProgressMeter::~ProgressMeter() {
  board_.finished(progress_, outcome_);
}

void ProgressMeter::advance(std::uint64_t documents, std::uint64_t bytes) {
  progress_.documents = documents;
  progress_.bytes = bytes;
  const bool is_time_to_look =
      documents % documents_between_looks == 0 || bytes >= last_look_bytes_ + bytes_between_looks;
  if (!is_time_to_look) return;
  last_look_bytes_ = bytes;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_told_ < interval) return;
  last_told_ = now;
  board_.advanced(progress_);
}

}  // namespace mongokeep
