#include "restore/filter/document_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text/ascii_text.h"
#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/document_reader.h"
#include "restore/filter/filter_parser.h"
#include "restore/filter/operand.h"

namespace mongokeep::restore {

namespace {

using extjson::BsonView;
using extjson::Element;
using Bytes = std::vector<std::uint8_t>;

bool is_object_id(std::string_view text) {
  constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
  return text.size() == 24 && text.find_first_not_of(hex_digits) == std::string_view::npos;
}

/// The document `{"_id": …}` with what the text says as its value: read in this place, a wrapper is the value that it
/// stands for, and a filter is a document.
Bytes read_as_id(const std::string& text) {
  constexpr std::string_view before = "{\"_id\":";
  const std::string_view bare = without_blanks(text);
  if (bare.empty()) throw filter_error("it is empty");
  std::string whole(before);
  whole += is_object_id(bare) ? fmt::format("{{\"$oid\":\"{}\"}}", bare) : text;
  whole += '}';
  const std::size_t size = whole.size();
  whole.resize(size + extjson::reading_room);

  extjson::DocumentReader reader;
  if (const auto fault = reader.read(std::string_view(whole).substr(0, size))) {
    const std::size_t offset = std::clamp(fault->offset, before.size(), before.size() + text.size()) - before.size();
    throw filter_error(fmt::format("at byte {}, {}", offset + 1, fault->cause),
                       "Write the query as Extended JSON, with names and strings in double quotes");
  }
  const auto bytes = reader.document().bytes();
  return Bytes(bytes.begin(), bytes.end());
}

/// The only element of the document.
Element only_element(BsonView document) {
  extjson::ElementReader reader(document);
  const auto element = reader.next();
  if (!element || reader.next()) throw filter_error("it is more than one JSON value");
  return *element;
}

}  // namespace

struct DocumentFilter::State {
  Bytes bytes;  ///< that the expression borrows
  std::unique_ptr<FilterExpression> expression;
};

DocumentFilter::DocumentFilter(std::unique_ptr<State> state) : state_(std::move(state)) {}
DocumentFilter::~DocumentFilter() = default;
DocumentFilter::DocumentFilter(DocumentFilter&&) noexcept = default;
DocumentFilter& DocumentFilter::operator=(DocumentFilter&&) noexcept = default;

DocumentFilter DocumentFilter::parse(const std::string& text) {
  auto state = std::make_unique<State>();
  state->bytes = read_as_id(text);
  const Element value = only_element(extjson::view_of(state->bytes));
  const bool is_filter = value.type == extjson::BsonType::document;
  state->expression = is_filter ? parse_filter(value.as_document()) : parse_field(value.key, value);
  return DocumentFilter(std::move(state));
}

DocumentFilter DocumentFilter::from_bson(BsonView filter) {
  auto state = std::make_unique<State>();
  state->bytes.assign(filter.data, filter.data + filter.size);
  state->expression = parse_filter(extjson::view_of(state->bytes));
  return DocumentFilter(std::move(state));
}

bool DocumentFilter::matches(BsonView document) const {
  return state_->expression->matches(document);
}

}  // namespace mongokeep::restore
