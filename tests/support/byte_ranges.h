#pragma once

#include <algorithm>
#include <cstdint>
#include <map>

namespace mongokeep::test {

/// Parts of a file, in bytes. Each part ends before its end.
class ByteRanges {
 public:
  void add(std::uint64_t begin, std::uint64_t end) {
    if (begin >= end) return;
    auto next = parts_.upper_bound(end);
    while (next != parts_.begin() && std::prev(next)->second >= begin) {
      const auto touched = std::prev(next);
      begin = std::min(begin, touched->first);
      end = std::max(end, touched->second);
      next = parts_.erase(touched);
    }
    parts_.emplace(begin, end);
  }

  void remove(std::uint64_t begin, std::uint64_t end) {
    ByteRanges left;
    for (const auto& [from, to] : parts_) {
      left.add(from, std::min(to, begin));
      left.add(std::max(from, end), to);
    }
    *this = left;
  }

  /// What of that part is among these.
  ByteRanges within(std::uint64_t begin, std::uint64_t end) const {
    ByteRanges found;
    for (const auto& [from, to] : parts_) found.add(std::max(from, begin), std::min(to, end));
    return found;
  }

  void add(const ByteRanges& others) {
    for (const auto& [from, to] : others.parts_) add(from, to);
  }

  bool covers(std::uint64_t begin, std::uint64_t end) const {
    return begin >= end || within(begin, end).size() == end - begin;
  }

  std::uint64_t size() const {
    std::uint64_t sum = 0;
    for (const auto& [from, to] : parts_) sum += to - from;
    return sum;
  }

 private:
  std::map<std::uint64_t, std::uint64_t> parts_;
};

}  // namespace mongokeep::test
