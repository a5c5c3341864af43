#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

namespace mongokeep::extjson {

/// A growing run of characters that is cleared and filled again, document after document.
///
/// Storage is never zeroed, doubles when it is short and is kept by clear(), so that a buffer which has seen its
/// largest document allocates no more. Views and pointers into it end with the next call that may grow it. Not for
/// several threads at once. What cannot be allocated is std::bad_alloc, with the text as it was.
class TextBuffer {
 public:
  TextBuffer() = default;

  std::string_view view() const { return {data(), size_}; }
  const char* data() const { return storage_.get(); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  void clear() { size_ = 0; }
  /// Takes away the first `count` characters, of which there must be as many.
  void remove_front(std::size_t count) {
    if (count == 0) return;
    size_ -= count;
    std::memmove(storage_.get(), storage_.get() + count, size_);
  }

  void append(std::string_view text) {
    if (text.empty()) return;
    reserve_more(text.size());
    std::memcpy(end(), text.data(), text.size());
    size_ += text.size();
  }

  void push_back(char character) {
    reserve_more(1);
    *end() = character;
    ++size_;
  }

  /// Makes room for `count` characters behind the text; they may then be written at end() unchecked.
  void reserve_more(std::size_t count) {
    if (capacity_ - size_ < count) [[unlikely]]
      grow(count);
  }

  /// Where the next character goes. What is written from here on, within the room reserved, survives reserve_more()
  /// and becomes part of the text with commit(); until then the text is as it was.
  char* end() { return storage_.get() + size_; }
  void commit(const char* new_end) { size_ = static_cast<std::size_t>(new_end - storage_.get()); }

 private:
  struct Free {
    void operator()(char* storage) const { std::free(storage); }
  };

  void grow(std::size_t count);

  // From malloc, since realloc can move large blocks without copying them.
  std::unique_ptr<char, Free> storage_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace mongokeep::extjson
