#include "hooks/output_tail.h"

namespace mongokeep::hooks {

void OutputTail::append(std::string_view bytes) {
  if (bytes.size() >= longest) {
    text_ = bytes.substr(bytes.size() - longest);
    return;
  }
  text_ += bytes;
  if (text_.size() > longest) text_.erase(0, text_.size() - longest);
}

}  // namespace mongokeep::hooks
