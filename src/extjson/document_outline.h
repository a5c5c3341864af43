#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "extjson/bson_element.h"
#include "extjson/document_reader.h"

namespace mongokeep::extjson {

/// What there is to know of a document that is only checked.
struct DocumentOutline {
  std::size_t size = 0;       ///< in bytes of BSON
  std::optional<Element> id;  ///< the first element at the top whose key is `_id`
};

/// Reads the text of one document just as DocumentReader does, refusing what that one refuses for the same causes, but
/// makes an outline of it. Text in our own canonical form is walked without making BSON of anything but its `_id`; all
/// other text DocumentReader reads.
///
/// Threads: one at a time. Keeps its buffers.
class OutlineReader {
 public:
  explicit OutlineReader(TextRules rules = {});
  ~OutlineReader();
  OutlineReader(OutlineReader&&) noexcept;
  OutlineReader& operator=(OutlineReader&&) noexcept;

  /// As DocumentReader::read().
  std::optional<TextFault> read(std::string_view text);
  /// Of the text that read() took last; valid until the next one. Without size and `_id` after a fault.
  const DocumentOutline& outline() const;
  /// As DocumentReader::release().
  void release();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::extjson
