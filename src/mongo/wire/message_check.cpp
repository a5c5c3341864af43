#include "mongo/wire/message_check.h"

#include <string>

#include "mongo/wire/refusal.h"
#include "mongo/wire/reply_check.h"

namespace mongokeep::mongo::wire {

namespace {

using extjson::load_little_endian;

constexpr std::int32_t smallest_document = 5;
/// A greeting tells of a replica set, which has 50 members at most.
constexpr std::int32_t longest_greeting = 1 << 20;

std::int32_t shortest_body(std::int32_t opcode) {
  switch (opcode) {
    case opcode::msg: return 4 + 1 + smallest_document;
    case opcode::reply: return 4 + 8 + 4 + 4 + smallest_document;
    default: return 4 + 4 + 1;
  }
}

/// The first bytes that a server of another protocol sends.
bool looks_like_text(const MessageHeader& header) {
  for (const std::uint8_t byte : header.bytes()) {
    const bool is_text = (byte >= 0x20 && byte < 0x7F) || byte == '\r' || byte == '\n' || byte == '\t';
    if (!is_text) return false;
  }
  return true;
}

void check_msg(std::span<const std::uint8_t> body, Asked asked) {
  constexpr std::uint32_t required_flags = 0xFFFF;
  const auto flags = load_little_endian<std::uint32_t>(body.data());
  if ((flags & required_flags) != 0) refuse("its flags are " + std::to_string(flags) + ", and nobody asked for any");
  const std::uint8_t kind = body[4];
  if (kind != 0) refuse("its first section is of kind " + std::to_string(kind) + " instead of 0");
  const auto document = body.subspan(5);
  check_reply({document.data(), document.size()}, asked);
}

void check_old_reply(std::span<const std::uint8_t> body, Asked asked) {
  constexpr std::uint32_t await_capable = 8;
  const auto flags = load_little_endian<std::uint32_t>(body.data());
  const auto cursor = load_little_endian<std::int64_t>(body.data() + 4);
  const auto first = load_little_endian<std::int32_t>(body.data() + 12);
  const auto count = load_little_endian<std::int32_t>(body.data() + 16);
  if ((flags & ~await_capable) != 0) refuse("its flags are " + std::to_string(flags));
  if (cursor != 0 || first != 0 || count != 1) {
    refuse("it has " + std::to_string(count) + " documents from number " + std::to_string(first) + ", and the cursor " +
           std::to_string(cursor) + ", instead of one document");
  }
  const auto document = body.subspan(20);
  check_reply({document.data(), document.size()}, asked);
}

}  // namespace

void check_header(const MessageHeader& header, const SentRequest& request) {
  if (looks_like_text(header)) refuse("it is text, as a web server sends it, and no message of MongoDB's");
  const bool is_greeting = request.is_any() && request.asked() == Asked::greeting;
  const std::int32_t longest = is_greeting ? longest_greeting : longest_message;
  if (header.length < static_cast<std::int32_t>(header_size) || header.length > longest) {
    refuse("its length is " + std::to_string(header.length) + " bytes, and may be " + std::to_string(header_size) +
           " to " + std::to_string(longest));
  }
  if (!request.is_any()) refuse("nothing was asked");
  if (header.response_to != request.id()) {
    refuse("it answers the request " + std::to_string(header.response_to) + " instead of " +
           std::to_string(request.id()));
  }
  const std::int32_t expected = request.opcode() == opcode::query ? opcode::reply : opcode::msg;
  if (header.opcode != expected && header.opcode != opcode::compressed) {
    refuse("its kind is " + std::to_string(header.opcode) + " instead of " + std::to_string(expected));
  }
  if (header.opcode == opcode::compressed && is_greeting) refuse("it is compressed, which a greeting never is");
  if (header.length < static_cast<std::int32_t>(header_size) + shortest_body(header.opcode)) {
    refuse("its " + std::to_string(header.length) + " bytes are too few for its kind");
  }
}

void check_body(const MessageHeader& header, std::span<const std::uint8_t> body, Asked asked) {
  if (body.size() < static_cast<std::size_t>(shortest_body(header.opcode))) refuse("it has too few bytes for its kind");
  if (header.opcode == opcode::msg) {
    check_msg(body, asked);
  } else {
    check_old_reply(body, asked);
  }
}

}  // namespace mongokeep::mongo::wire
