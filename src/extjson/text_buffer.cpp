#include "extjson/text_buffer.h"

#include <algorithm>
#include <new>

namespace mongokeep::extjson {

namespace {

constexpr std::size_t first_capacity = 4096;

}  // namespace

void TextBuffer::grow(std::size_t count) {
  if (count > static_cast<std::size_t>(-1) / 4 - size_) throw std::bad_alloc();
  const std::size_t capacity = std::max({first_capacity, 2 * capacity_, size_ + count});
  void* storage = std::realloc(storage_.get(), capacity);
  if (storage == nullptr) throw std::bad_alloc();
  static_cast<void>(storage_.release());
  storage_.reset(static_cast<char*>(storage));
  capacity_ = capacity;
}

}  // namespace mongokeep::extjson
