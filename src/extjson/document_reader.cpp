#include "extjson/document_reader.h"

#include <functional>

#include "extjson/bson_buffer.h"
#include "extjson/document_parser.h"
#include "extjson/envelope_reader.h"
#include "extjson/text_buffer.h"
#include "extjson/text_path.h"
#include "extjson/text_tokens.h"
#include "extjson/token_index.h"
#include "extjson/unreadable_text.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

struct DocumentReader::State {
  TextRules rules;
  TokenIndex index;
  BsonBuffer buffer;
  TextBuffer scratch;
  BsonView document;

  std::optional<TextFault> read(std::string_view text);
  std::optional<TextFault> read_object(std::string_view text);
  void read_tokens(const TextTokens& tokens, DocumentParser& parser, char* out);
};

namespace {

TextFault fault_at(std::string_view text, std::size_t offset, std::string cause) {
  return {offset, std::move(cause), path_in_text(text, offset)};
}

bool is_within(std::string_view text, const char* at) {
  return !std::less<>()(at, text.data()) && !std::greater<>()(at, text.data() + text.size());
}

}  // namespace

std::optional<TextFault> DocumentReader::State::read(std::string_view text) {
  document = {};
  if (!index.read(text)) {
    const WrongText wrong = unreadable_part(text);
    return fault_at(text, static_cast<std::size_t>(wrong.at - text.data()), wrong.cause);
  }
  // A number or a word at the very end, which no document has, would go on in whatever is behind the text.
  if (text[index.tokens().back()] != '}') {
    std::string copy(text);
    copy.append(reading_room, '\0');
    return read_object(std::string_view(copy).substr(0, text.size()));
  }
  return read_object(text);
}

std::optional<TextFault> DocumentReader::State::read_object(std::string_view text) {
  char* const out = buffer.prepare(text.size());
  const TextTokens tokens(text, index.tokens());
  DocumentParser parser(tokens, rules, out + largest_document);
  try {
    read_tokens(tokens, parser, out);
    return std::nullopt;
  } catch (const WrongText& wrong) {
    const char* const at = is_within(text, wrong.at) ? wrong.at : tokens.at(parser.last_copied());
    return fault_at(text, static_cast<std::size_t>(at - text.data()), wrong.cause);
  }
}

void DocumentReader::State::read_tokens(const TextTokens& tokens, DocumentParser& parser, char* out) {
  const auto check_end = [&](Token token) {
    if (token != tokens.end()) tokens.fail(token, "unexpected text after the document");
  };
  const Token begin = tokens.begin();
  if (rules.wrappers == TextRules::Wrappers::read && tokens.kind(begin) == '{' && is_envelope(tokens, begin)) {
    const OpenedEnvelope envelope = open_envelope(tokens, begin, parser, out, scratch);
    check_end(envelope.end);
    document = envelope.document;
    return;
  }
  const ReadingCursor end = parser.document(begin, out);
  check_end(end.token);
  const auto size = static_cast<std::size_t>(end.out - out);
  if (size > largest_document) tokens.fail(end.token - 1, "the document has more than 16 MiB");
  document = {reinterpret_cast<const std::uint8_t*>(out), size};
}

DocumentReader::DocumentReader(TextRules rules) : state_(std::make_unique<State>()) {
  state_->rules = rules;
}
DocumentReader::~DocumentReader() = default;
DocumentReader::DocumentReader(DocumentReader&&) noexcept = default;
DocumentReader& DocumentReader::operator=(DocumentReader&&) noexcept = default;

std::optional<TextFault> DocumentReader::read(std::string_view text) {
  return state_->read(text);
}

void DocumentReader::release() {
  state_->document = {};
  state_->index = TokenIndex();
  state_->buffer.release();
}

BsonView DocumentReader::document() const {
  return state_->document;
}

}  // namespace mongokeep::extjson
