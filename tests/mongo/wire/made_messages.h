#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extjson/raw_document.h"
#include "mongo/wire/message_header.h"

namespace mongokeep::mongo::wire {

using MessageBytes = std::vector<std::uint8_t>;

inline MessageBytes made_message(std::int32_t id, std::int32_t response_to, std::int32_t opcode,
                                 const MessageBytes& body) {
  const auto size = static_cast<std::int32_t>(header_size + body.size());
  const auto header = MessageHeader{size, id, response_to, opcode}.bytes();
  MessageBytes bytes(header.begin(), header.end());
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

/// The body of an OP_MSG with this document.
inline MessageBytes made_body(extjson::BsonView document) {
  MessageBytes body(5, 0);
  body.insert(body.end(), document.data, document.data + document.size);
  return body;
}

/// {NAME: 1, padding: "…"}
inline MessageBytes made_command(const std::string& name, std::size_t padding) {
  extjson::RawDocument command;
  command.add_int32(name, 1);
  command.add_string("padding", std::string(padding, 'x'));
  return made_body(command.finish());
}

/// Begins an answer with a cursor that is at its end; its batch is still to come.
inline void begin_cursor(extjson::RawDocument& answer, const std::string& ns) {
  const MessageBytes zero(8, 0);
  answer.begin_document("cursor");
  answer.add("id", extjson::BsonType::int64, zero);
  answer.add_string("ns", ns);
}

inline void end_cursor(extjson::RawDocument& answer) {
  answer.end();
  answer.add_int32("ok", 1);
}

/// An answer with one batch of `count` documents of some `size` bytes.
inline MessageBytes made_batch(int count, std::size_t size) {
  extjson::RawDocument answer;
  begin_cursor(answer, "shop.users");
  answer.begin_array("firstBatch");
  for (int i = 0; i < count; ++i) {
    answer.begin_document(std::to_string(i));
    answer.add_int32("_id", i);
    answer.add_string("text", std::string(size, 't'));
    answer.end();
  }
  answer.end();
  end_cursor(answer);
  return made_body(answer.finish());
}

}  // namespace mongokeep::mongo::wire
