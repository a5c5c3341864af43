#include "support/wire_message.h"

#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace mongokeep::test {
namespace {

// Numbers are in little-endian order, as on all machines that we run on.
constexpr std::int32_t op_reply = 1;
constexpr std::int32_t op_query = 2004;
constexpr std::int32_t op_msg = 2013;
constexpr std::uint32_t more_to_come = 2;
/// Of OP_REPLY: flags, cursor, position, number of documents.
constexpr std::size_t reply_head = 20;
/// Of OP_MSG: flags, and the kind of the first section, which is the document.
constexpr std::size_t msg_head = 5;

template <typename Number>
Number number_at(const std::string& text, std::size_t offset) {
  Number number{};
  if (offset + sizeof number <= text.size()) std::memcpy(&number, text.data() + offset, sizeof number);
  return number;
}

template <typename Number>
void append(std::string& text, Number number) {
  text.append(reinterpret_cast<const char*>(&number), sizeof number);
}

std::optional<Bytes> document_at(const std::string& body, std::size_t offset) {
  const auto size = static_cast<std::size_t>(number_at<std::uint32_t>(body, offset));
  if (size < 5 || offset + size > body.size()) return std::nullopt;
  const auto* begin = reinterpret_cast<const std::uint8_t*>(body.data() + offset);
  return Bytes(begin, begin + size);
}

std::string text_of(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

bool receive_all(int socket, char* room, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::recv(socket, room, size, 0);
    if (got <= 0) return false;
    room += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

std::optional<Bytes> WireMessage::document() const {
  switch (opcode) {
    case op_msg:
    case op_reply: return document_at(body, document_begin());
    case op_query: {
      const std::size_t name_end = body.find('\0', 4);
      return name_end == std::string::npos ? std::nullopt : document_at(body, name_end + 1 + 8);
    }
    default: return std::nullopt;
  }
}

std::size_t WireMessage::document_begin() const {
  return opcode == op_reply ? reply_head : msg_head;
}

bool WireMessage::wants_no_answer() const {
  return opcode == op_msg && (number_at<std::uint32_t>(body, 0) & more_to_come) != 0;
}

WireMessage WireMessage::answer(const Bytes& document) const {
  WireMessage made;
  made.response_to = request_id;
  made.opcode = opcode == op_query ? op_reply : op_msg;
  append(made.body, std::uint32_t{0});
  if (made.opcode == op_reply) {
    append(made.body, std::int64_t{0});
    append(made.body, std::int32_t{0});
    append(made.body, std::int32_t{1});
  } else {
    made.body.push_back('\0');
  }
  made.body += text_of(document);
  return made;
}

WireMessage WireMessage::with_document(const Bytes& document) const {
  WireMessage made = *this;
  made.body = body.substr(0, document_begin()) + text_of(document);
  return made;
}

std::string WireMessage::bytes() const {
  std::string bytes;
  append(bytes, static_cast<std::int32_t>(16 + body.size()));
  append(bytes, request_id);
  append(bytes, response_to);
  append(bytes, opcode);
  return bytes + body;
}

std::optional<WireMessage> receive_message(int socket) {
  constexpr std::int32_t header_size = 16;
  constexpr std::int32_t longest = 64 << 20;
  std::array<std::int32_t, 4> header{};
  if (!receive_all(socket, reinterpret_cast<char*>(header.data()), header_size)) return std::nullopt;
  if (header[0] < header_size || header[0] > longest) return std::nullopt;
  WireMessage message{header[1], header[2], header[3],
                      std::string(static_cast<std::size_t>(header[0] - header_size), '\0')};
  if (!receive_all(socket, message.body.data(), message.body.size())) return std::nullopt;
  return message;
}

bool send_bytes(int socket, const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t put = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (put <= 0) return false;
    sent += static_cast<std::size_t>(put);
  }
  return true;
}

bool send_message(int socket, const WireMessage& message) {
  return send_bytes(socket, message.bytes());
}

}  // namespace mongokeep::test
