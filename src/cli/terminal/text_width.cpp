#include "cli/terminal/text_width.h"

#include <fmt/format.h>

#include <clocale>
#include <cwchar>

#include "base/text/hidden_text.h"
#include "base/text/utf8.h"

namespace mongokeep::cli {

namespace {

/// Gives this thread the UTF-8 rules for characters while it lives: wcwidth follows the locale, and the user's may be
/// C.
class Utf8Rules {
 public:
  Utf8Rules() : before_(::uselocale(rules())) {}
  ~Utf8Rules() { ::uselocale(before_); }
  Utf8Rules(const Utf8Rules&) = delete;
  Utf8Rules& operator=(const Utf8Rules&) = delete;

 private:
  static locale_t rules() {
    static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8;
  }
  locale_t before_;
};

/// Calls `visit(sequence, width)` for each character until it returns false.
template <typename Visit>
void for_each_character(std::string_view text, Visit visit) {
  const Utf8Rules rules;
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    const std::string_view sequence = text.substr(0, length == 0 ? 1 : length);
    const int width = length == 0 ? 1 : ::wcwidth(static_cast<wchar_t>(code_point(sequence)));
    // Characters that this libc does not know yet are most often emoji.
    if (!visit(sequence, width < 0 ? std::size_t{2} : static_cast<std::size_t>(width))) return;
    text.remove_prefix(sequence.size());
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    const std::string_view sequence = text.substr(0, length == 0 ? 1 : length);
    if (length == 0) {
      shown += "\uFFFD";
    } else if (is_hidden(code_point(sequence))) {
      for (const char c : sequence) shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      shown += sequence;
    }
    text.remove_prefix(sequence.size());
  }
  return shown;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for_each_character(text, [&](std::string_view, std::size_t width) {
    columns += width;
    return true;
  });
  return columns;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::string kept;
  std::size_t columns = 0;
  for_each_character(text, [&](std::string_view sequence, std::size_t wide) {
    if (columns + wide > width - 1) return false;
    kept += sequence;
    columns += wide;
    return true;
  });
  return kept + "…";
}

std::string cut_middle(std::string_view text, std::size_t width) {
  const std::size_t whole = display_width(text);
  if (whole <= width || width == 0) return cut_to_width(text, width);
  const std::size_t tail_room = (width - 1) / 2;
  std::size_t dropped = 0;
  std::size_t tail_at = 0;
  for_each_character(text, [&](std::string_view sequence, std::size_t wide) {
    // What combines with a character that is cut goes with it.
    if (whole - dropped <= tail_room && wide > 0) return false;
    dropped += wide;
    tail_at += sequence.size();
    return true;
  });
  return cut_to_width(text, width - tail_room) + std::string(text.substr(tail_at));
}

std::string padded(std::string_view text, std::size_t width, Align align) {
  const std::size_t columns = display_width(text);
  const std::string spaces(columns < width ? width - columns : 0, ' ');
  return align == Align::left ? std::string(text) + spaces : spaces + std::string(text);
}

}  // namespace mongokeep::cli
