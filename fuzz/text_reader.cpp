// Any text as a stored collection. The input's first byte says how it is read, the text is behind it.

#include <algorithm>
#include <optional>

#include "documents/stored_documents.h"
#include "extjson/document_outline.h"
#include "extjson/document_reader.h"
#include "fuzz/exact_bytes.h"
#include "fuzz/require.h"
#include "fuzz/target.h"
#include "fuzz/text_round_trip.h"
#include "stream/source.h"

namespace mongokeep::fuzz {

namespace {

using documents::StoredDocuments;

/// Gives a text in pieces, so that it arrives with any token cut in two.
class PieceSource final : public stream::Source {
 public:
  PieceSource(std::string_view text, std::size_t piece) : rest_(text), piece_(piece) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t size = rest_.copy(room.data(), std::min(room.size(), piece_));
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
  std::size_t piece_;
};

struct Manner {
  extjson::TextRules rules;
  std::size_t piece;  ///< bytes

  explicit Manner(unsigned char byte) : piece(byte >> 2U) {
    if ((byte & 1U) != 0) rules.wrappers = extjson::TextRules::Wrappers::literal;
    if ((byte & 2U) != 0) rules.guess = extjson::TextRules::Guess::ids_and_dates;
    if (piece == 0) piece = std::size_t{1} << 20U;
  }
};

void require_document(extjson::BsonView document) {
  const auto canonical = text_of(document, JsonFormat::canonical);
  require(canonical.has_value(), "what the reader makes is BSON");
  require_way_back(document, canonical->view());
}

void read_collection(std::string_view text, const Manner& manner) {
  PieceSource source(text, manner.piece);
  StoredDocuments documents(source, manner.rules);
  for (std::size_t steps = 0;; ++steps) {
    require(steps <= text.size() + 1, "each step but the last goes on in the text");
    switch (documents.next()) {
      case StoredDocuments::Step::document: require_document(documents.document()); break;
      case StoredDocuments::Step::fault: require(documents.fault().line > 0, "a fault has its line"); break;
      case StoredDocuments::Step::end: return;
    }
  }
}

/// An outline is that of the document which the reader makes, or has the fault that the reader finds.
void require_outline(std::string_view text, const Manner& manner, const extjson::DocumentReader& reader,
                     const std::optional<extjson::TextFault>& fault) {
  extjson::OutlineReader outliner(manner.rules);
  // Twice, since keys are remembered from one text to the next, and none of a text that is refused may be taken on
  // trust.
  outliner.read(text);
  const auto found = outliner.read(text);
  require(found.has_value() == fault.has_value(), "outlines are given of documents alone");
  if (fault)
    return require(found->offset == fault->offset && found->cause == fault->cause, "their faults are the same");
  const extjson::DocumentOutline& outline = outliner.outline();
  require(outline.size == reader.document().size, "the outline has the document's size");
  const auto id = extjson::find_element(reader.document(), "_id");
  require(outline.id.has_value() == id.has_value(), "the outline has an _id where the document has one");
  if (!id) return;
  require(outline.id->type == id->type && std::ranges::equal(outline.id->value, id->value), "the _id is the same");
}

void read_document(std::string_view text, const Manner& manner) {
  const ExactBytes roomy(text, extjson::reading_room);
  extjson::DocumentReader reader(manner.rules);
  const auto fault = reader.read(roomy.text());
  require(!fault || fault->offset <= text.size(), "a fault lies in the text");
  if (!fault) require_document(reader.document());
  require_outline(roomy.text(), manner, reader, fault);
}

}  // namespace

void check_input(std::string_view input) {
  if (input.empty()) return;
  const Manner manner(static_cast<unsigned char>(input.front()));
  input.remove_prefix(1);
  read_collection(input, manner);
  read_document(input, manner);
}

}  // namespace mongokeep::fuzz
