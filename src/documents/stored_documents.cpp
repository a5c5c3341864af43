#include "documents/stored_documents.h"

#include <optional>
#include <utility>

#include "documents/document_taker.h"
#include "documents/text_window.h"

namespace mongokeep::documents {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

struct StoredDocuments::State {
  State(stream::Source& source, extjson::TextRules rules, Give give, Layout allowed)
      : window(source), taker(window, rules, give), may_be_lines(allowed == Layout::array_or_lines) {}

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
  using Lines = DocumentTaker::Lines;

  Step next() {
    taker.leave();
    for (;;) {
      std::optional<Step> step;
      switch (expects) {
        case Expects::opening: step = take_opening(); break;
        case Expects::first:
        case Expects::document: step = take_document(); break;
        case Expects::separator: step = take_separator(); break;
        case Expects::nothing: step = take_end(); break;
        case Expects::line: step = find_line(); break;
        case Expects::end: window.move_to_end(); return Step::end;
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
    if (!window.skip_blanks()) {
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
    if (!window.skip_blanks()) {
      if (is_sequence) return end_of_sequence();
      return last_fault("the text ends where a document or the end of the array should follow");
    }
    const bool is_first = expects == Expects::first;
    switch (window.view().front()) {
      case '{': return take_object();
      case ']': {
        expects = Expects::nothing;
        std::optional<Step> step;
        if (!is_first) step = fault_here("there is a comma before the end of the array");
        is_ours = false;
        window.move_over(1);
        return step;
      }
      case ',': {
        const Step step = fault_here(is_first ? "there is a comma before the first document"
                                              : "there are two commas in a row, or a document is missing");
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
    return taker.lines() != Lines::free && window.position().column == 1 && window.widen_to(1) &&
           window.view().front() == '{';
  }

  /// The fast path. Nothing where this is no line with a document.
  std::optional<Step> take_line() {
    const auto line_end = taker.take_line();
    if (!line_end) return std::nullopt;
    if (line_end->has_return) is_ours = false;
    expects = line_end->has_comma ? Expects::document : Expects::separator;
    return Step::document;
  }

  Step take_object() {
    is_ours = false;
    auto damage = taker.take_object();
    if (!damage) {
      expects = Expects::separator;
      return Step::document;
    }
    const Step step = damage->is_cut_off ? *last_fault(std::move(damage->cause))
                                         : fault_and_on(std::move(damage->cause), damage->offset);
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
    if (!window.skip_blanks()) {
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
        window.skip_rest_of_line();
        expects = Expects::document;
        return std::nullopt;
      case ']':
        window.move_over(1);
        expects = Expects::nothing;
        return std::nullopt;
      case '{': expects = Expects::document; return fault_here("a comma is missing between two documents");
      default:
        return is_sequence ? lost_and_on("a document should begin here, with {")
                           : fault_and_on("a comma or the end of the array should follow the document");
    }
  }

  std::optional<Step> take_end() {
    if (window.skip_blanks()) return last_fault("there is text after the end of the array");
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
      if (taker.lines() == Lines::by_lines && !is_blank(window.view().front())) {
        return lost_and_on("a document should begin here, with {");
      }
    }
  }

  bool is_all_that_is_left(std::string_view text) {
    return is_ours && !window.widen_to(text.size() + 1) && window.view() == text;
  }

  Step fault_here(std::string cause, std::size_t offset = 0) {
    const TextPosition at = window.position().behind(window.view().substr(0, offset));
    fault = {at.line, at.column, std::move(cause), false};
    is_ours = false;
    return Step::fault;
  }
  /// A fault behind which the next line that begins as ours do is looked for, where there may be one.
  Step fault_and_on(std::string cause, std::size_t offset = 0) {
    expects = taker.lines() == Lines::free ? Expects::end : Expects::line;
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
  DocumentTaker taker;
  bool may_be_lines;         ///< no array
  bool is_sequence = false;  ///< it is none
  Expects expects = Expects::opening;
  bool is_ours = true;
  StoredFault fault;
};

StoredDocuments::StoredDocuments(stream::Source& source, extjson::TextRules rules, Give give, Layout layout)
    : state_(std::make_unique<State>(source, rules, give, layout)) {}

StoredDocuments::~StoredDocuments() = default;

void StoredDocuments::before_large(std::function<void()> call) {
  state_->taker.before_large(std::move(call));
}

StoredDocuments::Step StoredDocuments::next() {
  return state_->next();
}

extjson::BsonView StoredDocuments::document() const {
  return state_->taker.document();
}

const extjson::DocumentOutline& StoredDocuments::outline() const {
  return state_->taker.outline();
}

std::string_view StoredDocuments::text() const {
  return state_->taker.text();
}

std::uint64_t StoredDocuments::line() const {
  return state_->taker.line();
}

const StoredFault& StoredDocuments::fault() const {
  return state_->fault;
}

bool StoredDocuments::is_in_our_form() const {
  return state_->is_ours;
}

}  // namespace mongokeep::documents
