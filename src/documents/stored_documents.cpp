#include "documents/stored_documents.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "documents/object_end.h"
#include "documents/text_window.h"

namespace mongokeep::documents {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
/// The text of a document of 16 MiB is seldom three times as long, and at most some ten times.
constexpr std::size_t longest_text = std::size_t{256} << 20U;

bool is_blank(char byte) {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

std::string cause_of(const extjson::TextFault& fault) {
  return fault.path.empty() ? fault.cause : fault.cause + " (in " + fault.path + ")";
}

}  // namespace

struct StoredDocuments::State {
  State(stream::Source& source, extjson::TextRules rules, Give give, Layout allowed)
      : window(source), reader(rules), outliner(rules), gives(give), may_be_lines(allowed == Layout::array_or_lines) {}

  /// What may come next in the array.
  enum class Expects {
    opening,
    first,      ///< a document or the array's end
    separator,  ///< a comma or the array's end
    document,
    nothing,  ///< but blanks
    line,     ///< the next line that begins as one of ours, behind a fault
    end,      ///< of the text, whatever comes before it
  };
  /// Whether documents end on the line that they begin on, so that what follows a damaged one can be found.
  enum class Lines { unknown, by_lines, free };

  Step next() {
    leave_document();
    for (;;) {
      std::optional<Step> step;
      switch (expects) {
        case Expects::opening: step = take_opening(); break;
        case Expects::first:
        case Expects::document: step = take_document(); break;
        case Expects::separator: step = take_separator(); break;
        case Expects::nothing: step = take_end(); break;
        case Expects::line: step = find_line(); break;
        case Expects::end: read_to_end(); return Step::end;
      }
      if (step) return *step;
    }
  }

  std::optional<Step> take_opening() {
    window.widen_to(byte_order_mark.size() + 1);
    if (window.view().starts_with("[\n{")) {
      window.move_over_line(2);
      expects = Expects::first;
      return std::nullopt;
    }
    if (is_all_that_is_left("[]\n")) {
      window.move_over(3);
      expects = Expects::end;
      return std::nullopt;
    }
    is_ours = false;
    if (window.view().starts_with(byte_order_mark)) window.move_over(byte_order_mark.size());
    if (!skip_blanks()) {
      // So mongoexport writes a collection without documents.
      if (may_be_lines) return end_of_sequence();
      return last_fault("the file is empty");
    }
    // A bracket that was changed into a brace stands alone on its line.
    if (window.view().front() == '{' && (may_be_lines || !window.view().starts_with("{\n"))) {
      expects = Expects::first;
      is_sequence = may_be_lines;
      return is_sequence ? std::nullopt : std::optional(fault_here("it is not a JSON array: it does not begin with ["));
    }
    if (window.view().front() != '[') return fault_and_on("it is not a JSON array: it does not begin with [");
    window.move_over(1);
    expects = Expects::first;
    return std::nullopt;
  }

  std::optional<Step> take_document() {
    if (is_at_line_of_ours()) {
      if (const auto step = take_line()) return step;
    }
    if (!skip_blanks()) {
      if (is_sequence) return end_of_sequence();
      return last_fault("the text ends where a document or the array's end should follow");
    }
    const bool is_first = expects == Expects::first;
    switch (window.view().front()) {
      case '{': return take_object();
      case ']': {
        expects = Expects::nothing;
        std::optional<Step> step;
        if (!is_first) step = fault_here("a comma stands before the array's end");
        is_ours = false;
        window.move_over(1);
        return step;
      }
      case ',': {
        const Step step = fault_here(is_first ? "a comma stands before the first document"
                                              : "a comma is there twice, or a document is missing");
        window.move_over(1);
        expects = Expects::document;
        return step;
      }
      default: return lost_and_on("a document should begin here, with {");
    }
  }

  std::optional<Step> end_of_sequence() {
    expects = Expects::end;
    return std::nullopt;
  }

  bool is_at_line_of_ours() {
    return layout != Lines::free && window.position().column == 1 && window.widen_to(1) && window.view().front() == '{';
  }

  /// The fast path: the document that this line is, with or without a comma. Nothing where it is no such line.
  std::optional<Step> take_line() {
    std::size_t looked_at = 0;
    const char* feed = nullptr;
    for (;;) {
      const std::string_view view = window.view();
      feed = static_cast<const char*>(std::memchr(view.data() + looked_at, '\n', view.size() - looked_at));
      looked_at = view.size();
      if (feed != nullptr || view.size() >= longest_text || !widen()) break;
    }
    if (feed == nullptr) return std::nullopt;
    std::string_view line(window.view().data(), static_cast<std::size_t>(feed - window.view().data()));
    const std::size_t whole = line.size() + 1;
    const bool has_return = line.ends_with('\r');
    if (has_return) line.remove_suffix(1);
    const bool has_comma = line.ends_with(',');
    if (has_comma) line.remove_suffix(1);
    if (!line.ends_with('}') || read(line)) return std::nullopt;
    if (has_return) is_ours = false;
    layout = Lines::by_lines;
    give(line, whole);
    is_line = true;
    expects = has_comma ? Expects::document : Expects::separator;
    return Step::document;
  }

  std::optional<extjson::TextFault> read(std::string_view document) {
    return gives == Give::outlines ? outliner.read(document) : reader.read(document);
  }

  /// A document wherever its text begins and ends.
  Step take_object() {
    is_ours = false;
    const bool starts_line = window.position().column == 1;
    ObjectEnd end;
    for (;;) {
      switch (end.look(window.view())) {
        case ObjectEnd::Step::found:
          if (layout == Lines::unknown) layout = Lines::by_lines;
          return take_text(window.view().substr(0, end.offset()));
        case ObjectEnd::Step::bad_feed:
          return damaged_text(window.view().substr(0, end.offset()), end.offset(),
                              "a string is not closed on its line");
        case ObjectEnd::Step::feed:
          if (starts_line && layout != Lines::free && next_line_is_ours(end.offset())) {
            layout = Lines::by_lines;
            return damaged_text(without_comma(window.view().substr(0, end.offset())), end.offset(),
                                "a document should end here, with }");
          }
          layout = Lines::free;
          break;
        case ObjectEnd::Step::more:
          if (window.view().size() >= longest_text) {
            return lost_and_on("a document of more than 256 MiB of text: MongoDB has none that long");
          }
          if (!widen()) return cut_off(window.view());
          break;
      }
    }
  }

  /// Whether the line at this offset begins as the lines behind a document of ours do. A first line that is nothing
  /// but `{` is how printed documents begin.
  bool next_line_is_ours(std::size_t offset) {
    if (layout == Lines::unknown && offset <= 3) return false;
    if (!window.widen_to(offset + 1)) return true;
    const char next = window.view()[offset];
    return next == '{' || next == ']';
  }

  static std::string_view without_comma(std::string_view line) {
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    if (line.ends_with(',')) line.remove_suffix(1);
    return line;
  }

  Step take_text(std::string_view text) {
    if (const auto found = read(text)) return lost_and_on(cause_of(*found), found->offset);
    give(text, text.size());
    is_line = false;
    expects = Expects::separator;
    return Step::document;
  }

  /// The text of a document that is known to be bad: the reader knows best where, or else `otherwise` at `offset`.
  Step damaged_text(std::string_view text, std::size_t offset, const char* otherwise) {
    const auto found = read(text);
    if (found && found->offset < text.size()) return lost_and_on(cause_of(*found), found->offset);
    return lost_and_on(otherwise, found ? std::min(found->offset, text.size()) : offset);
  }

  Step cut_off(std::string_view rest) {
    window.move_over(rest.size());
    const Step step =
        *last_fault("the text ends within a document: the file is cut off, or a bracket or quote is missing");
    fault.loses_document = true;
    return step;
  }

  std::optional<Step> take_separator() {
    if (is_all_that_is_left("]\n") && window.position().column == 1) {
      window.move_over(2);
      expects = Expects::end;
      return std::nullopt;
    }
    is_ours = false;
    if (!skip_blanks()) {
      if (is_sequence) return end_of_sequence();
      return last_fault("the text ends before the array does: the file is cut off");
    }
    if (is_sequence && window.view().front() == '{') {
      expects = Expects::document;
      return std::nullopt;
    }
    switch (window.view().front()) {
      case ',':
        window.move_over(1);
        skip_to_line_end();
        expects = Expects::document;
        return std::nullopt;
      case ']':
        window.move_over(1);
        expects = Expects::nothing;
        return std::nullopt;
      case '{': expects = Expects::document; return fault_here("a comma is missing between two documents");
      default:
        return is_sequence ? lost_and_on("a document should begin here, with {")
                           : fault_and_on("a comma or the array's end should follow the document");
    }
  }

  std::optional<Step> take_end() {
    if (skip_blanks()) return last_fault("there is text behind the array's end");
    expects = Expects::end;
    return std::nullopt;
  }

  /// Where each document has a line of its own, one that does not begin as such is a document that is lost.
  std::optional<Step> find_line() {
    for (;;) {
      const std::string_view view = window.view();
      const std::size_t feed = view.find('\n');
      window.move_over(feed == std::string_view::npos ? view.size() : feed + 1);
      if (feed == std::string_view::npos) {
        if (window.widen()) continue;
        expects = Expects::end;
        return std::nullopt;
      }
      if (!window.widen_to(1)) continue;
      if (window.view().front() == '{') expects = Expects::document;
      if (window.view().front() == ']') expects = Expects::separator;
      if (expects != Expects::line) return std::nullopt;
      if (layout == Lines::by_lines && !is_blank(window.view().front())) {
        return lost_and_on("a document should begin here, with {");
      }
    }
  }

  void read_to_end() {
    do {
      window.move_over(window.view().size());
    } while (window.widen());
  }

  /// False at the end of the text.
  bool skip_blanks() {
    for (;;) {
      const std::string_view view = window.view();
      std::size_t blanks = 0;
      while (blanks < view.size() && is_blank(view[blanks])) ++blanks;
      window.move_over(blanks);
      if (!window.view().empty()) return true;
      if (!window.widen()) return false;
    }
  }

  /// Over the blanks behind a comma, so that the next line is seen from its beginning.
  void skip_to_line_end() {
    while (window.widen_to(1) && is_blank(window.view().front())) {
      const bool is_feed = window.view().front() == '\n';
      window.move_over(1);
      if (is_feed) return;
    }
  }

  bool is_all_that_is_left(std::string_view text) {
    return is_ours && !window.widen_to(text.size() + 1) && window.view() == text;
  }

  void give(std::string_view text, std::size_t whole) {
    given_text = text;
    given_line = window.position().line;
    pending = whole;
  }

  /// Of a document's text.
  bool widen() {
    if (window.view().size() >= large_text && !is_large) {
      is_large = true;
      if (on_large) on_large();
    }
    return window.widen();
  }

  /// Moves over what the last next() has given; its text was in the window as long as the caller looked at it.
  void leave_document() {
    if (pending != 0 && is_line) {
      window.move_over_line(pending);
    } else if (pending != 0) {
      window.move_over(pending);
    }
    pending = 0;
    given_text = {};
    if (!std::exchange(is_large, false)) return;
    window.shrink();
    reader.release();
    outliner.release();
  }

  Step fault_here(std::string cause, std::size_t offset = 0) {
    const TextPosition at = window.position().behind(window.view().substr(0, offset));
    fault = {at.line, at.column, std::move(cause), false};
    is_ours = false;
    return Step::fault;
  }
  /// A fault behind which the next line that begins as ours do is looked for, where there may be one.
  Step fault_and_on(std::string cause, std::size_t offset = 0) {
    expects = layout == Lines::free ? Expects::end : Expects::line;
    return fault_here(std::move(cause), offset);
  }
  /// The same of one that costs a document.
  Step lost_and_on(std::string cause, std::size_t offset = 0) {
    const Step step = fault_and_on(std::move(cause), offset);
    fault.loses_document = true;
    return step;
  }
  std::optional<Step> last_fault(std::string cause) {
    expects = Expects::end;
    return fault_here(std::move(cause));
  }

  TextWindow window;
  extjson::DocumentReader reader;
  extjson::OutlineReader outliner;
  Give gives;
  bool may_be_lines;         ///< no array
  bool is_sequence = false;  ///< it is none
  Expects expects = Expects::opening;
  Lines layout = Lines::unknown;
  bool is_ours = true;

  std::string_view given_text;
  std::uint64_t given_line = 0;
  std::size_t pending = 0;  ///< bytes in the window that belong to the document that was given
  bool is_line = false;     ///< whether they are one line with its feed
  StoredFault fault;
  std::function<void()> on_large;
  bool is_large = false;  ///< the document that is read, or was given last
};

StoredDocuments::StoredDocuments(stream::Source& source, extjson::TextRules rules, Give give, Layout layout)
    : state_(std::make_unique<State>(source, rules, give, layout)) {}

StoredDocuments::~StoredDocuments() = default;

void StoredDocuments::before_large(std::function<void()> call) {
  state_->on_large = std::move(call);
}

StoredDocuments::Step StoredDocuments::next() {
  return state_->next();
}

extjson::BsonView StoredDocuments::document() const {
  return state_->reader.document();
}

const extjson::DocumentOutline& StoredDocuments::outline() const {
  return state_->outliner.outline();
}

std::string_view StoredDocuments::text() const {
  return state_->given_text;
}

std::uint64_t StoredDocuments::line() const {
  return state_->given_line;
}

const StoredFault& StoredDocuments::fault() const {
  return state_->fault;
}

bool StoredDocuments::is_in_our_form() const {
  return state_->is_ours;
}

}  // namespace mongokeep::documents
