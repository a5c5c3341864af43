#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <utility>

namespace mongokeep::restore {

/// How many bytes of documents a run may hold between its files and the server, over all collections together.
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t bytes) : bytes_(bytes) {}

  /// A part of the budget, given back with this object.
  class Share {
   public:
    Share() = default;
    Share(ByteBudget& budget, std::size_t bytes) : budget_(&budget), bytes_(bytes) {}
    ~Share() { give_back(); }
    bool is_held() const { return budget_ != nullptr; }
    Share(Share&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Share& operator=(Share&& other) noexcept {
      if (this == &other) return *this;
      give_back();
      budget_ = std::exchange(other.budget_, nullptr);
      bytes_ = std::exchange(other.bytes_, 0);
      return *this;
    }

   private:
    void give_back() noexcept {
      if (budget_ != nullptr) budget_->give_back(bytes_);
      budget_ = nullptr;
    }

    ByteBudget* budget_ = nullptr;
    std::size_t bytes_ = 0;
  };

  /// Waits until there is so much left, or nobody else has any: a document may be larger than all of it. Ends at once,
  /// with a share, where it is told to stop.
  Share take(std::size_t bytes, const std::stop_token& stop);

 private:
  void give_back(std::size_t bytes) noexcept;

  const std::size_t bytes_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::size_t taken_ = 0;
};

}  // namespace mongokeep::restore
