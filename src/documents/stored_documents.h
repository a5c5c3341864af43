#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "extjson/bson_view.h"
#include "extjson/document_outline.h"
#include "extjson/document_reader.h"
#include "stream/source.h"

namespace mongokeep::documents {

/// Where in a stored file something is wrong, and what.
struct StoredFault {
  std::uint64_t line = 0;       ///< from 1
  std::uint64_t column = 0;     ///< from 1, in bytes
  std::string cause;            ///< for a person
  bool loses_document = false;  ///< whether a document stands here that cannot be given
};

/// How a file's documents may stand in it.
enum class Layout {
  array,           ///< one JSON array
  array_or_lines,  ///< or one document behind the other, as mongoexport writes them: an older system's
};

/// The documents of one stored file, a JSON array, in order, with one of them in memory at a time.
///
/// The form that we write (a document a line, docs/backup-format.md) is read at full speed. Any other array of objects
/// is read as well, since a person may have edited it and older systems print documents over several lines: a byte
/// order mark, CRLF and blanks are taken, a missing or doubled comma is not. Memory is bounded whatever the text says:
/// a document whose text is longer than 256 MiB cannot be one of MongoDB's 16 MiB, and is a fault.
class StoredDocuments {
 public:
  /// What is made of each document's text. Outlines are for who only checks, and come faster; what is
  /// taken and what is a fault is the same.
  enum class Give { documents, outlines };

  /// Borrows the source, which must outlive this object.
  StoredDocuments(stream::Source& source, extjson::TextRules rules, Give give = Give::documents,
                  Layout layout = Layout::array);
  ~StoredDocuments();
  StoredDocuments(const StoredDocuments&) = delete;
  StoredDocuments& operator=(const StoredDocuments&) = delete;

  /// Calls this before more than `large_text` bytes of one document are read, and again for each such document: from
  /// then on until the next call of next() it may take many times as much memory.
  void before_large(std::function<void()> call);
  static constexpr std::size_t large_text = std::size_t{4} << 20U;

  enum class Step {
    document,  ///< document() or outline(), and text() are the next one
    fault,     ///< fault() says what is wrong here; next() goes on behind it where that can be found
    end,       ///< there are no more, and the source was read to its end
  };
  /// Throws what the source throws.
  Step next();

  /// Valid until the next call of next(). document() is empty where outlines are given, outline() where documents are.
  extjson::BsonView document() const;
  const extjson::DocumentOutline& outline() const;
  std::string_view text() const;
  /// The line in which document() begins, from 1.
  std::uint64_t line() const;
  const StoredFault& fault() const;

  /// Whether the text so far is in the form that we write, byte for byte but for the documents themselves.
  bool is_in_our_form() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::documents
