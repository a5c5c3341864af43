#include "extjson/string_escape.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text/utf8.h"
#include "extjson/put.h"

namespace mongokeep::extjson {

namespace {

/// Long texts are written piece by piece, so that room for the worst case is never asked for more than a piece.
constexpr std::size_t piece_to_check = 4096;
/// The longest text of one byte: \u001f.
constexpr std::size_t longest_escape = 6;

char* escape_ascii(char* out, std::uint8_t character) {
  const auto short_form = [&](char letter) {
    out[0] = '\\';
    out[1] = letter;
    return out + 2;
  };
  switch (character) {
    case '"': return short_form('"');
    case '\\': return short_form('\\');
    case '\b': return short_form('b');
    case '\t': return short_form('t');
    case '\n': return short_form('n');
    case '\f': return short_form('f');
    case '\r': return short_form('r');
    default: break;
  }
  out = put(out, "\\u00");
  *out++ = character < 0x10 ? '0' : '1';
  *out++ = "0123456789abcdef"[character & 0xF];
  return out;
}

/// What a text is known to be before it is copied.
enum class Known { nothing, utf8, not_utf8 };

template <Known known>
bool is_plain(std::uint8_t byte) {
  return byte >= ' ' && (known == Known::utf8 || byte < 0x80) && byte != '"' && byte != '\\';
}

template <Known known>
ByteBlock::Mask stops_of(ByteBlock block) {
  return known == Known::utf8 ? block.escaped() : block.not_plain();
}

/// Copies characters that stand as they are, up to `end` at most, and returns how many bytes those were. Characters
/// outside ASCII are such where the text is known to be UTF-8.
template <Known known>
std::size_t copy_plain(char* out, const std::uint8_t* text, const std::uint8_t* end, const std::uint8_t* readable_end) {
  const std::uint8_t* position = text;
  while (static_cast<std::size_t>(readable_end - position) >= ByteBlock::size) {
    const ByteBlock block = ByteBlock::load(position);
    block.store(out + (position - text));
    const ByteBlock::Mask stops = stops_of<known>(block);
    const auto left = static_cast<std::size_t>(end - position);
    const std::size_t plain = stops.none() ? ByteBlock::size : stops.first();
    if (plain >= left) return static_cast<std::size_t>(end - text);
    position += plain;
    if (plain < ByteBlock::size) return static_cast<std::size_t>(position - text);
  }
  while (position < end && is_plain<known>(*position)) {
    out[position - text] = static_cast<char>(*position);
    ++position;
  }
  return static_cast<std::size_t>(position - text);
}

/// Writes the characters outside ASCII that stand at `text`, as far as they go before `stop`, and moves `text` on.
/// A sequence that begins before `stop` is looked at up to `end`.
char* copy_non_ascii(Draft& draft, char* out, const std::uint8_t*& text, const std::uint8_t* stop,
                     const std::uint8_t* end) {
  while (text < stop && *text >= 0x80) {
    const Utf8Sequence sequence = utf8_sequence(text, end);
    if (sequence.valid) {
      for (std::size_t index = 0; index < sequence.size; ++index) *out++ = static_cast<char>(text[index]);
    } else {
      draft.mark_lossy();
      out = put(out, "\xEF\xBF\xBD");
    }
    text += sequence.size;
  }
  return out;
}

/// A shorter rest is as quickly looked at character by character.
constexpr std::size_t worth_validating = 32;

/// escape() piece by piece, with what is known of the text. It is found out once, at the first character outside ASCII.
template <Known known>
char* escape_pieces(Draft& draft, char* out, const std::uint8_t* text, const std::uint8_t* end,
                    const std::uint8_t* readable_end) {
  do {
    const std::uint8_t* const piece_end = text + std::min(piece_to_check, static_cast<std::size_t>(end - text));
    out = draft.room(out, longest_escape * static_cast<std::size_t>(piece_end - text) + value_room);
    while (text < piece_end) {
      const std::size_t plain = copy_plain<known>(out, text, piece_end, readable_end);
      out += plain;
      text += plain;
      if (text == piece_end) break;
      if (*text < 0x80) {
        out = escape_ascii(out, *text++);
        continue;
      }
      if constexpr (known == Known::nothing) {
        const auto left = static_cast<std::size_t>(end - text);
        if (left >= worth_validating) {
          const bool is_valid = simdjson::validate_utf8(reinterpret_cast<const char*>(text), left);
          return is_valid ? escape_pieces<Known::utf8>(draft, out, text, end, readable_end)
                          : escape_pieces<Known::not_utf8>(draft, out, text, end, readable_end);
        }
      }
      out = copy_non_ascii(draft, out, text, piece_end, end);
    }
  } while (text < end);
  return out;
}

}  // namespace

char* escape_any(Draft& draft, char* out, const std::uint8_t* text, std::size_t size,
                 const std::uint8_t* readable_end) {
  return escape_pieces<Known::nothing>(draft, out, text, text + size, readable_end);
}

}  // namespace mongokeep::extjson
