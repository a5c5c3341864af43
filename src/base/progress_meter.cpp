#include "base/progress_meter.h"

#include <utility>

namespace mongokeep {

namespace {

constexpr std::chrono::milliseconds interval(100);
/// The steady clock is looked at once in so many documents, or after so many bytes, whichever comes first.
constexpr std::uint64_t documents_between_looks = 256;
constexpr std::uint64_t bytes_between_looks = std::uint64_t{1} << 20U;

std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

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

RunMeter::RunMeter(ProgressObserver* observer, RunProgress run)
    : observer_(observer), run_(std::move(run)), started_at_(std::chrono::steady_clock::now()) {
  if (observer_ != nullptr) observer_->run_started(run_);
}

void RunMeter::finish() {
  run_.elapsed = since(started_at_);
  if (observer_ != nullptr) observer_->run_finished(run_);
}

ProgressMeter::ProgressMeter(ProgressBoard& board, std::string name, std::uint64_t estimated_documents)
    : board_(board), started_at_(std::chrono::steady_clock::now()), last_told_(started_at_) {
  progress_.name = std::move(name);
  progress_.estimated_documents = estimated_documents;
  board_.started(progress_);
}

ProgressMeter::~ProgressMeter() {
  progress_.elapsed = since(started_at_);
  board_.finished(progress_, outcome_);
}

void ProgressMeter::advance(std::uint64_t documents, std::uint64_t bytes) {
  progress_.documents = documents;
  progress_.bytes = bytes;
  const bool is_time_to_look =
      documents % documents_between_looks == 0 || bytes >= last_look_bytes_ + bytes_between_looks;
  if (!is_time_to_look) return;
  last_look_bytes_ = bytes;
  if (std::chrono::steady_clock::now() - last_told_ < interval) return;
  tell();
}

void ProgressMeter::expect(std::uint64_t documents) {
  progress_.estimated_documents = documents;
  tell();
}

void ProgressMeter::expect_bytes(std::uint64_t bytes) {
  progress_.estimated_bytes = bytes;
  progress_.stored_bytes = bytes;
  tell();
}

void ProgressMeter::enter(CollectionProgress::Stage stage) {
  progress_.stage = stage;
  tell();
}

void ProgressMeter::tell() {
  last_told_ = std::chrono::steady_clock::now();
  progress_.elapsed = since(started_at_);
  board_.advanced(progress_);
}

void ProgressMeter::succeed() {
  outcome_ = is_short_ ? ProgressObserver::Outcome::partial : ProgressObserver::Outcome::copied;
}

void ProgressMeter::fall_short(std::string why) {
  if (is_short_) return;
  is_short_ = true;
  progress_.error = std::move(why);
}

void ProgressMeter::fail(std::string why) {
  outcome_ = ProgressObserver::Outcome::failed;
  progress_.error = std::move(why);
}

}  // namespace mongokeep
