#include "restore/byte_budget.h"

namespace mongokeep::restore {

ByteBudget::Share ByteBudget::take(std::size_t bytes, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [&] { return taken_ == 0 || taken_ + bytes <= bytes_; });
  taken_ += bytes;
  return {*this, bytes};
}

void ByteBudget::give_back(std::size_t bytes) noexcept {
  const std::lock_guard lock(mutex_);
  taken_ -= bytes;
  changed_.notify_all();
}

}  // namespace mongokeep::restore
