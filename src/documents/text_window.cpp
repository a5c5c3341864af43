#include "documents/text_window.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "extjson/document_reader.h"

namespace mongokeep::documents {

namespace {

/// Text is read in pieces of about this size: large enough that system calls cost nothing.
constexpr std::size_t first_room = std::size_t{512} << 10U;

}  // namespace

TextPosition TextPosition::behind(std::string_view text) const {
  const std::size_t last_feed = text.rfind('\n');
  if (last_feed == std::string_view::npos) return {line, column + text.size()};
  const auto feeds = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  return {line + feeds, text.size() - last_feed};
}

TextWindow::TextWindow(stream::Source& source) : source_(source), buffer_(first_room + extjson::reading_room) {}

bool TextWindow::widen() {
  const std::size_t room = buffer_.size() - extjson::reading_room;
  if (end_ == room && begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  } else if (end_ == room) {
    buffer_.resize(2 * room + extjson::reading_room);
  }
  // Of a long text no more than a piece at a time: what stands behind it need not be in memory beside it.
  const std::size_t free = std::min(buffer_.size() - extjson::reading_room - end_, first_room);
  const std::size_t got = source_.read({buffer_.data() + end_, free});
  end_ += got;
  return got > 0;
}

void TextWindow::shrink() {
  const std::string_view rest = view();
  if (rest.size() > first_room || buffer_.size() == first_room + extjson::reading_room) return;
  std::vector<char> small(first_room + extjson::reading_room);
  std::memcpy(small.data(), rest.data(), rest.size());
  end_ = rest.size();
  begin_ = 0;
  buffer_ = std::move(small);
}

bool TextWindow::widen_to(std::size_t size) {
  while (view().size() < size) {
    if (!widen()) return false;
  }
  return true;
}

void TextWindow::move_over(std::size_t size) {
  position_ = position_.behind(view().substr(0, size));
  begin_ += size;
}

bool TextWindow::skip_blanks() {
  for (;;) {
    const std::string_view text = view();
    std::size_t blanks = 0;
    while (blanks < text.size() && is_blank(text[blanks])) ++blanks;
    move_over(blanks);
    if (!view().empty()) return true;
    if (!widen()) return false;
  }
}

void TextWindow::skip_rest_of_line() {
  while (widen_to(1) && is_blank(view().front())) {
    const bool is_feed = view().front() == '\n';
    move_over(1);
    if (is_feed) return;
  }
}

void TextWindow::move_to_end() {
  do {
    move_over(view().size());
  } while (widen());
}

}  // namespace mongokeep::documents
