#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "documents/stored_documents.h"
#include "documents/text_window.h"
#include "extjson/document_outline.h"
#include "extjson/document_reader.h"

namespace mongokeep::documents {

/// Takes one document after the other out of a text, each from where the window stands, where its `{` is.
class DocumentTaker {
 public:
  /// Whether documents end on the line that they begin on, so that what follows a damaged one can be found.
  enum class Lines { unknown, by_lines, free };
  /// What is wrong with a document's text, and where behind its first byte.
  struct Damage {
    std::string cause;
    std::size_t offset = 0;
    bool is_cut_off = false;  ///< the text ends within the document, and the window stands at its end
  };
  /// What stands around a document on its line.
  struct LineEnd {
    bool has_comma = false;
    bool has_return = false;
  };

  /// Borrows the window.
  DocumentTaker(TextWindow& window, extjson::TextRules rules, StoredDocuments::Give gives)
      : window_(window), reader_(rules), outliner_(rules), gives_(gives) {}

  void before_large(std::function<void()> call) { on_large_ = std::move(call); }

  /// The fast path: the document that this line is, with or without a comma. Nothing where it is no such line.
  std::optional<LineEnd> take_line();
  /// A document wherever its text ends. Nothing is wrong with it where nothing is returned.
  std::optional<Damage> take_object();
  /// Moves over what was taken last; its text was in the window as long as the caller looked at it.
  void leave();

  Lines lines() const { return lines_; }
  // Of what was taken last, until leave().
  std::string_view text() const { return text_; }
  std::uint64_t line() const { return line_; }
  extjson::BsonView document() const { return reader_.document(); }
  const extjson::DocumentOutline& outline() const { return outliner_.outline(); }

 private:
  std::optional<extjson::TextFault> read(std::string_view document);
  /// The text of a document that is known to be bad: the reader knows best where, or else `otherwise` at `offset`.
  Damage damage_in(std::string_view text, std::size_t offset, const char* otherwise);
  std::optional<Damage> take_text(std::string_view text);
  Damage cut_off();
  bool next_line_is_ours(std::size_t offset);
  void give(std::string_view text, std::size_t whole);
  /// Of a document's text.
  bool widen();

  TextWindow& window_;
  extjson::DocumentReader reader_;
  extjson::OutlineReader outliner_;
  StoredDocuments::Give gives_;
  Lines lines_ = Lines::unknown;

  std::string_view text_;
  std::uint64_t line_ = 0;
  std::size_t pending_ = 0;  ///< bytes in the window that belong to the document that was taken
  bool is_line_ = false;     ///< whether they are one line with its feed
  std::function<void()> on_large_;
  bool is_large_ = false;  ///< the document that is read, or was taken last
};

}  // namespace mongokeep::documents
