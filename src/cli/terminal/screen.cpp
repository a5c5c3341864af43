#include "cli/terminal/screen.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cli/terminal/terminal.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

void Screen::write_line(std::string_view line) {
  const std::lock_guard lock(mutex_);
  send(erasing() + std::string(line) + drawing());
}

void Screen::draw(std::vector<std::string> lines, const void* owner) {
  const std::lock_guard lock(mutex_);
  lines_.erase(owner);
  if (!lines.empty()) lines_.emplace(owner, std::move(lines));
  std::vector<std::string> all;
  for (const auto& [one, of_one] : lines_) all.insert(all.end(), of_one.begin(), of_one.end());
  if (all == drawn_) return;
  std::string bytes = erasing();
  drawn_ = std::move(all);
  bytes += drawing();
  send(bytes);
}

/// What takes the drawn lines away and leaves the cursor where they began.
std::string Screen::erasing() const {
  if (drawn_.empty()) return "";
  // In a terminal that has become narrower since, a drawn line has been folded into several rows.
  const std::size_t columns = terminal_size(descriptor_).columns;
  std::size_t rows = 0;
  for (const std::string& line : drawn_) {
    const std::size_t width = display_width(line);
    rows += width == 0 ? 1 : (width + columns - 1) / columns;
  }
  return (rows > 1 ? fmt::format("\r\x1b[{}A", rows - 1) : "\r") + "\x1b[J";
}

std::string Screen::drawing() const {
  std::string bytes;
  for (const std::string& line : drawn_) {
    if (!bytes.empty()) bytes += "\n";
    bytes += line;
  }
  return bytes;
}

void Screen::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace mongokeep::cli
