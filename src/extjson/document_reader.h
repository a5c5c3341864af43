#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "extjson/bson_view.h"

namespace mongokeep::extjson {

/// What text that has lost its types is taken for.
struct TextRules {
  enum class Wrappers {
    read,     ///< `{"$oid": …}` and its like are types: Extended JSON v2
    literal,  ///< they are documents with such keys: text as JSON.stringify gives it
  };
  enum class Guess {
    nothing,
    /// 24 hex digits in lower case under a key `_id` are an ObjectId; `2024-02-20T01:00:00.000Z` is a date anywhere
    ids_and_dates,
  };
  Wrappers wrappers = Wrappers::read;
  Guess guess = Guess::nothing;
};

/// Why a text is not a document, and where.
struct TextFault {
  std::size_t offset = 0;  ///< of the byte at fault, from the text's first; may be the text's size
  std::string cause;       ///< for a person: "the string is not closed"
  std::string path;        ///< the keys that lead there, dotted; empty at the top
};

/// Bytes that have to be readable behind a text that is read; what they hold does not matter.
inline constexpr std::size_t reading_room = 64;

/// Reads the text of one document as BSON, straight to bytes: the way back of DocumentWriter.
///
/// Reads Extended JSON v2, canonical and relaxed (github.com/mongodb/specifications, extended-json.md), with the legacy
/// forms that it asks readers to take, and the envelope `{"_id": …, "$bson": {"$binary": …}}`, whose bytes are checked
/// as DocumentWriter checks them. Key order and duplicate keys are kept. A number that is not in a wrapper is an int32,
/// an int64 or a double, whichever is the first to hold it; one with a point or an exponent is a double. What canonical
/// text of a document leads to is that document, byte for byte.
///
/// Refused, as faults: what is not JSON (RFC 8259) or not UTF-8, wrappers that are not whole or hold what their type
/// cannot, a key with NUL, documents nested deeper than deepest_nesting, and documents of more than 16 MiB.
/// Threads: one at a time. Keeps its buffers, so that a reader which has seen its largest document allocates no more.
class DocumentReader {
 public:
  explicit DocumentReader(TextRules rules = {});
  ~DocumentReader();
  DocumentReader(DocumentReader&&) noexcept;
  DocumentReader& operator=(DocumentReader&&) noexcept;

  /// Reads `text`, one JSON object with blanks around it, behind which reading_room bytes can be read. Nothing when it
  /// is a document, otherwise why not. Never throws but for std::bad_alloc.
  std::optional<TextFault> read(std::string_view text);
  /// What the last read() made of its text; valid until the next one. Empty after a fault.
  BsonView document() const;
  /// Gives back the memory that it keeps; document() is empty then.
  void release();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::extjson
