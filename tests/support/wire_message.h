#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "support/mongo_client.h"

namespace mongokeep::test {

/// One message of MongoDB's wire protocol (mongodb.com, "MongoDB Wire Protocol"): OP_MSG, and the OP_QUERY and OP_REPLY
/// in which drivers greet servers of unknown age.
struct WireMessage {
  std::int32_t request_id = 0;
  std::int32_t response_to = 0;
  std::int32_t opcode = 0;
  std::string body;  ///< what follows the header

  /// The command or the answer in it; nothing where it is none of these messages. Sequences of documents that an insert
  /// has beside it are not looked at.
  std::optional<Bytes> document() const;
  /// Where the document of an answer begins in the body.
  std::size_t document_begin() const;
  /// Whether the sender of this request wants no answer.
  bool wants_no_answer() const;
  /// An answer to this request.
  WireMessage answer(const Bytes& document) const;
  /// The same answer with another document, whatever its bytes are.
  WireMessage with_document(const Bytes& document) const;
  /// As it goes over the wire.
  std::string bytes() const;
};

/// Nothing at the end of the connection, or where what comes is no message.
std::optional<WireMessage> receive_message(int socket);
/// False where the connection is broken.
bool send_bytes(int socket, const std::string& bytes);
bool send_message(int socket, const WireMessage& message);

}  // namespace mongokeep::test
