#include "documents/document_taker.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "documents/object_end.h"

namespace mongokeep::documents {

namespace {

/// The text of a document of 16 MiB is seldom three times as long, and at most some ten times.
constexpr std::size_t longest_text = std::size_t{256} << 20U;

std::string cause_of(const extjson::TextFault& fault) {
  return fault.path.empty() ? fault.cause : fault.cause + " (in " + fault.path + ")";
}

std::string_view without_comma(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  if (line.ends_with(',')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::optional<DocumentTaker::LineEnd> DocumentTaker::take_line() {
  std::size_t looked_at = 0;
  const char* feed = nullptr;
  for (;;) {
    const std::string_view view = window_.view();
    feed = static_cast<const char*>(std::memchr(view.data() + looked_at, '\n', view.size() - looked_at));
    looked_at = view.size();
    if (feed != nullptr || view.size() >= longest_text || !widen()) break;
  }
  if (feed == nullptr) return std::nullopt;
  std::string_view line(window_.view().data(), static_cast<std::size_t>(feed - window_.view().data()));
  const std::size_t whole = line.size() + 1;
  LineEnd end;
  end.has_return = line.ends_with('\r');
  if (end.has_return) line.remove_suffix(1);
  end.has_comma = line.ends_with(',');
  if (end.has_comma) line.remove_suffix(1);
  if (!line.ends_with('}') || read(line)) return std::nullopt;
  lines_ = Lines::by_lines;
  give(line, whole);
  is_line_ = true;
  return end;
}

std::optional<DocumentTaker::Damage> DocumentTaker::take_object() {
  const bool starts_line = window_.position().column == 1;
  ObjectEnd end;
  for (;;) {
    switch (end.look(window_.view())) {
      case ObjectEnd::Step::found:
        if (lines_ == Lines::unknown) lines_ = Lines::by_lines;
        return take_text(window_.view().substr(0, end.offset()));
      case ObjectEnd::Step::bad_feed:
        return damage_in(window_.view().substr(0, end.offset()), end.offset(), "a string is not closed on its line");
      case ObjectEnd::Step::feed:
        if (starts_line && lines_ != Lines::free && next_line_is_ours(end.offset())) {
          lines_ = Lines::by_lines;
          return damage_in(without_comma(window_.view().substr(0, end.offset())), end.offset(),
                           "a document should end here, with }");
        }
        lines_ = Lines::free;
        break;
      case ObjectEnd::Step::more:
        if (window_.view().size() >= longest_text) {
          return Damage{"the document has more than 256 MiB of text, which is more than MongoDB allows"};
        }
        if (!widen()) return cut_off();
        break;
    }
  }
}

void DocumentTaker::leave() {
  if (pending_ != 0 && is_line_) {
    window_.move_over_line(pending_);
  } else if (pending_ != 0) {
    window_.move_over(pending_);
  }
  pending_ = 0;
  text_ = {};
  if (!std::exchange(is_large_, false)) return;
  window_.shrink();
  reader_.release();
  outliner_.release();
}

std::optional<extjson::TextFault> DocumentTaker::read(std::string_view document) {
  return gives_ == StoredDocuments::Give::outlines ? outliner_.read(document) : reader_.read(document);
}

DocumentTaker::Damage DocumentTaker::damage_in(std::string_view text, std::size_t offset, const char* otherwise) {
  const auto found = read(text);
  if (found && found->offset < text.size()) return {cause_of(*found), found->offset};
  return {otherwise, found ? std::min(found->offset, text.size()) : offset};
}

std::optional<DocumentTaker::Damage> DocumentTaker::take_text(std::string_view text) {
  if (const auto found = read(text)) return Damage{cause_of(*found), found->offset};
  give(text, text.size());
  is_line_ = false;
  return std::nullopt;
}

DocumentTaker::Damage DocumentTaker::cut_off() {
  window_.move_over(window_.view().size());
  return {"the text ends in the middle of a document: the file is cut off, or a bracket or quote is missing", 0, true};
}

/// Whether the line at this offset begins as the lines behind a document of ours do. A first line that is nothing
/// but `{` is how printed documents begin.
bool DocumentTaker::next_line_is_ours(std::size_t offset) {
  if (lines_ == Lines::unknown && offset <= 3) return false;
  if (!window_.widen_to(offset + 1)) return true;
  const char next = window_.view()[offset];
  return next == '{' || next == ']';
}

void DocumentTaker::give(std::string_view text, std::size_t whole) {
  text_ = text;
  line_ = window_.position().line;
  pending_ = whole;
}

bool DocumentTaker::widen() {
  if (window_.view().size() >= StoredDocuments::large_text && !is_large_) {
    is_large_ = true;
    if (on_large_) on_large_();
  }
  return window_.widen();
}

}  // namespace mongokeep::documents
