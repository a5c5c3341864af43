#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <span>
#include <system_error>

#include "extjson/bson_builder.h"

namespace mongokeep::extjson {

/// A copy of some bytes with pages right before and behind them that cannot be read: one step outside ends the program,
/// with or without a sanitizer. The step before is seen only from the first byte of a page.
class GuardedBytes {
 public:
  explicit GuardedBytes(std::span<const std::uint8_t> bytes) : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    const std::size_t pages = (bytes.size() + page_ - 1) / page_ * page_;
    mapped_ = pages + 2 * page_;
    void* const memory = mmap(nullptr, mapped_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    base_ = static_cast<std::uint8_t*>(memory);
    if (pages != 0 && mprotect(base_ + page_, pages, PROT_READ | PROT_WRITE) != 0) {
      throw std::system_error(errno, std::generic_category(), "mprotect");
    }
    data_ = base_ + page_ + pages - bytes.size();
    if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
    size_ = bytes.size();
  }
  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;
  ~GuardedBytes() { munmap(base_, mapped_); }

  BsonView view() const { return {data_, size_}; }

 private:
  std::size_t page_;
  std::size_t mapped_;
  std::uint8_t* base_;
  std::uint8_t* data_;
  std::size_t size_;
};

}  // namespace mongokeep::extjson
