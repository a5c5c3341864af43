#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>

#include "end_to_end/forged_answers/forged_answers.h"
#include "extjson/raw_document.h"
#include "support/wire_message.h"

// How an answer is forged: from bytes, from a message, or from members.

namespace mongokeep::test::forging {

template <typename Number>
void put(std::string& bytes, std::size_t at, Number number) {
  if (bytes.size() < at + sizeof number) bytes.resize(at + sizeof number);
  std::memcpy(bytes.data() + at, &number, sizeof number);
}

std::string text_of(extjson::BsonView document);
std::span<const std::uint8_t> span_of(const std::string& bytes);

/// Documents in one another.
std::string nested(int depth);
/// A string as BSON has it, with its length.
std::string string_value(const std::string& text);

/// The answer with other bytes as its document, whatever they are; the header's length fits.
std::string with_bytes(const WireMessage& answer, const std::string& document);
/// The answer's own members, with those of `changes` (Extended JSON) set or, where null, left out.
std::string with_members(const WireMessage& answer, const std::string& changes);
/// The answer's own document with one more element in front.
std::string with_element(const WireMessage& answer, const std::string& key, extjson::BsonType type,
                         const std::string& value);

/// The answer with some members changed, which does not reach the driver, or may.
ForgedAnswer refused(const std::string& changes);
ForgedAnswer any(const std::string& changes);
/// Another document (Extended JSON) in its place.
ForgedAnswer only(const std::string& document);
/// The message changed; the header's length fits.
ForgedAnswer remade(const std::string& name, const std::function<void(WireMessage& made)>& change);

template <typename Number>
ForgedAnswer number_at(const std::string& name, std::size_t at, Number number) {
  return {name, [at, number](const WireMessage& answer) {
            std::string bytes = answer.bytes();
            put(bytes, at, number);
            return bytes;
          }};
}

/// A number within the document, wherever that begins.
template <typename Number>
ForgedAnswer number_in_document(const std::string& name, std::size_t at, Number number) {
  return remade(name, [at, number](WireMessage& made) { put(made.body, made.document_begin() + at, number); });
}

}  // namespace mongokeep::test::forging
