#include "extjson/draft.h"

namespace mongokeep::extjson {

char* Draft::grow(char* out, std::size_t count) {
  const auto written = static_cast<std::size_t>(out - buffer_.end());
  buffer_.reserve_more(written + count);
  limit_ = buffer_.data() + buffer_.capacity();
  return buffer_.end() + written;
}

}  // namespace mongokeep::extjson
