#include "process/output_tail.h"

namespace mongokeep::process {

void OutputTail::append(std::string_view bytes) {
  is_cut_ = is_cut_ || text_.size() + bytes.size() > longest;
  if (bytes.size() >= longest) {
    text_ = bytes.substr(bytes.size() - longest);
    return;
  }
  text_ += bytes;
  if (text_.size() > longest) text_.erase(0, text_.size() - longest);
}

std::string OutputTail::text() const {
  return is_cut_ ? "…" + text_ : text_;
}

}  // namespace mongokeep::process
