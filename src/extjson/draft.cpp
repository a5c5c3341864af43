#include "extjson/draft.h"

namespace mongokeep::extjson {

namespace {

/// More than is asked for at once, so that a buffer with room for a piece and this is never too small.
constexpr std::size_t largest_step = std::size_t{32} << 10U;

}  // namespace

Draft::Draft(TextBuffer& buffer, TextOutlet& outlet) : buffer_(buffer), outlet_(&outlet) {
  pour();
  buffer_.reserve_more(outlet.piece_size() + largest_step);
  limit_ = buffer_.data() + buffer_.capacity();
}

char* Draft::grow(char* out, std::size_t count) {
  if (outlet_ != nullptr) {
    buffer_.commit(out);
    pour();
    out = buffer_.end();
  }
  const auto written = static_cast<std::size_t>(out - buffer_.end());
  buffer_.reserve_more(written + count);
  limit_ = buffer_.data() + buffer_.capacity();
  return buffer_.end() + written;
}

void Draft::pour() {
  const std::size_t piece = outlet_->piece_size();
  std::size_t poured = 0;
  for (; buffer_.size() - poured > piece; poured += piece) outlet_->take(buffer_.view().substr(poured, piece));
  buffer_.remove_front(poured);
}

}  // namespace mongokeep::extjson
