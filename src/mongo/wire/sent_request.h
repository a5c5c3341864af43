#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mongo/wire/message_header.h"

namespace mongokeep::mongo::wire {

/// What a request asks for, as far as it matters to what may come back.
enum class Asked {
  greeting,   ///< hello, also by its older names
  login,      ///< a step of SASL
  write,      ///< documents
  documents,  ///< find, aggregate, getMore: documents that only our own readers look into
  other,
};

/// Follows what is written to a server, and knows the request that was begun last: drivers wait for the answer to one
/// before they send the next.
class SentRequest {
 public:
  /// The next bytes that were written, cut anywhere.
  void follow(std::span<const std::uint8_t> bytes);

  bool is_any() const { return seen_ >= header_size; }
  std::int32_t id() const { return header().request_id; }
  /// Of the message inside, where it is compressed.
  std::int32_t opcode() const;
  Asked asked() const;
  bool is_compressed() const { return header().opcode == opcode::compressed; }

 private:
  MessageHeader header() const { return MessageHeader::from(std::span(head_).first<header_size>()); }
  /// The size of the message; of its header, until that is known.
  std::size_t size() const;
  std::string_view command_name() const;

  /// The beginning of the message, with room for the name of every command that is told apart.
  std::array<std::uint8_t, 64> head_{};
  std::size_t seen_ = 0;  ///< how much of the message was written
};

}  // namespace mongokeep::mongo::wire
