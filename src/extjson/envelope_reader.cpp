#include "extjson/envelope_reader.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "extjson/bson_buffer.h"
#include "extjson/bson_element.h"
#include "extjson/document_writer.h"
#include "extjson/little_endian.h"
#include "extjson/named_members.h"
#include "extjson/wrapper_keys.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {

namespace {

/// Whether the text of `id` in this format is read as `read`.
bool reads_as(const Element& id, JsonFormat format, TextRules rules, const Element& read) {
  TextBuffer text;
  text.append("{\"_id\":");
  write_value(id, text, format);
  text.append("}");
  text.reserve_more(reading_room);
  DocumentReader reader(rules);
  if (reader.read(text.view())) return false;
  const std::optional<Element> found = find_element(reader.document(), id_key);
  return found && have_same_value(*found, read);
}

/// Whether an envelope's `_id` is the document's. Relaxed text may have made an int32 of an int64, a guess an ObjectId
/// of a string.
bool is_id_of(const Element& id, BsonView document, TextRules rules) {
  const std::optional<Element> inner = find_element(document, id_key);
  return inner && (have_same_value(id, *inner) || reads_as(*inner, JsonFormat::canonical, rules, id) ||
                   reads_as(*inner, JsonFormat::relaxed, rules, id));
}

/// Throws WrongText where the bytes are no document that DocumentWriter would take.
void check_document(BsonView document, const char* at, TextBuffer& scratch) {
  if (document.size > largest_document) throw_wrong_text(at, "the document in $bson has more than 16 MiB");
  scratch.clear();
  try {
    DocumentWriter(JsonFormat::plain).write(document, scratch);
  } catch (const Error& error) {
    throw WrongText{at, "the bytes in $bson are not a document: " + error.cause()};
  }
}

}  // namespace

bool is_envelope(const TextTokens& tokens, Token brace) {
  const auto is_key = [&](Token token, std::string_view name) {
    return tokens.kind(token) == '"' && tokens.kind(token + 1) == ':' && KeyName(tokens, token).view() == name;
  };
  const Token key = brace + 1;
  if (is_key(key, envelope_key)) return true;
  if (!is_key(key, id_key)) return false;
  const Token behind_id = tokens.skip(key + 2);
  return tokens.kind(behind_id) == ',' && is_key(behind_id + 1, envelope_key);
}

OpenedEnvelope open_envelope(const TextTokens& tokens, Token brace, DocumentParser& parser, char* out,
                             TextBuffer& scratch) {
  // The envelope is read as a document of its own, _id first.
  const NamedMembers members(tokens, brace + 1, id_key, envelope_key);
  const auto key_of = [](Token value) { return value - 2; };
  char* end = out + 4;
  if (members.first() != nullptr) end = parser.member(key_of(members.first()), end).out;
  end = parser.member(key_of(members.second()), end).out;
  *end++ = '\0';
  store_little_endian(out, static_cast<std::int32_t>(end - out));
  const BsonView envelope{reinterpret_cast<const std::uint8_t*>(out), static_cast<std::size_t>(end - out)};

  constexpr std::size_t head = 5;
  constexpr std::uint8_t generic_subtype = 0;
  const std::optional<Element> binary = find_element(envelope, envelope_key);
  if (!binary || binary->type != BsonType::binary || binary->value[head - 1] != generic_subtype) {
    tokens.fail(members.second(), "$bson must be a $binary of subtype 00");
  }
  const auto bytes = binary->value.subspan(head);
  const BsonView document{bytes.data(), bytes.size()};
  check_document(document, tokens.at(members.second()), scratch);
  const std::optional<Element> id = find_element(envelope, id_key);
  if (id && !is_id_of(*id, document, parser.rules()))
    tokens.fail(members.first(), "this is not the _id of the document in $bson");
  return {document, members.end()};
}

}  // namespace mongokeep::extjson
