#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace mongokeep::extjson {

/// The most that servers take, in bytes.
inline constexpr std::size_t largest_document = 16 * 1024 * 1024;

/// Memory for the bytes of one document in the making.
///
/// It always has the size of the largest document, so that what is written never moves and nothing has to ask for room;
/// it costs only as much as was ever touched.
class BsonBuffer {
 public:
  /// A place for largest_document bytes, and behind them for as many as the text has and value_slack. No string nor
  /// binary is longer than its text: it is enough to see before each value that the document is not too large yet.
  char* prepare(std::size_t text_size) {
    const std::size_t needed = largest_document + text_size + slack;
    if (capacity_ < needed) grow(needed + text_size);
    return storage_.get();
  }

  void release() {
    storage_.reset();
    capacity_ = 0;
  }

  const char* data() const { return storage_.get(); }

 private:
  /// For what values of a fixed size take, blocks written whole, and the ends of all documents that are open.
  static constexpr std::size_t slack = 4096;

  struct Free {
    void operator()(char* storage) const { std::free(storage); }
  };

  void grow(std::size_t capacity) {
    storage_.reset();
    capacity_ = 0;
    storage_.reset(static_cast<char*>(std::malloc(capacity)));
    if (storage_ == nullptr) throw std::bad_alloc();
    capacity_ = capacity;
  }

  // From malloc, which gives pages that are not touched yet for blocks of this size.
  std::unique_ptr<char, Free> storage_;
  std::size_t capacity_ = 0;
};

}  // namespace mongokeep::extjson
