#include "process/line_cutter.h"

#include <utility>

namespace mongokeep::process {

void LineCutter::append(std::string_view bytes) {
  for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos; bytes.remove_prefix(end + 1)) {
    extend(bytes.substr(0, end));
    take_(std::exchange(line_, {}));
  }
  extend(bytes);
}

void LineCutter::finish() {
  if (!line_.empty()) take_(std::exchange(line_, {}));
}

void LineCutter::extend(std::string_view bytes) {
  line_ += bytes.substr(0, longest - line_.size());
}

}  // namespace mongokeep::process
