#include "documents/object_end.h"

namespace mongokeep::documents {

ObjectEnd::Step ObjectEnd::look(std::string_view text) {
  while (offset_ < text.size()) {
    const char byte = text[offset_];
    if (in_string_) {
      if (byte == '\n') return Step::bad_feed;
      ++offset_;
      if (is_escaped_) {
        is_escaped_ = false;
      } else if (byte == '\\') {
        is_escaped_ = true;
      } else if (byte == '"') {
        in_string_ = false;
      }
      continue;
    }
    ++offset_;
    switch (byte) {
      case '"': in_string_ = true; break;
      case '{':
      case '[': ++depth_; break;
      case '}':
      case ']':
        if (--depth_ == 0) return Step::found;
        break;
      case '\n': return Step::feed;
      default: break;
    }
  }
  return Step::more;
}

}  // namespace mongokeep::documents
