#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <span>

namespace mongokeep::schedule {

/// Numbers that are the same for a seed on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  /// Both ends included.
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most - least + 1));
  }
  std::chrono::seconds time(std::chrono::seconds least, std::chrono::seconds most) {
    return std::chrono::seconds(between(least.count(), most.count()));
  }
  bool in(int percent) { return between(1, 100) <= percent; }
  template <typename Things>
  const auto& one_of(const Things& things) {
    return things[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(std::size(things)) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace mongokeep::schedule
