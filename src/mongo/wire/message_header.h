#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "extjson/little_endian.h"

namespace mongokeep::mongo::wire {

inline constexpr std::size_t header_size = 16;

/// The kinds of messages that a server and a driver of our time exchange.
namespace opcode {
inline constexpr std::int32_t reply = 1;
inline constexpr std::int32_t query = 2004;
inline constexpr std::int32_t compressed = 2012;
inline constexpr std::int32_t msg = 2013;
}  // namespace opcode

/// What every message begins with (mongodb.com, "MongoDB Wire Protocol").
struct MessageHeader {
  std::int32_t length = 0;  ///< of the whole message
  std::int32_t request_id = 0;
  std::int32_t response_to = 0;
  std::int32_t opcode = 0;

  static MessageHeader from(std::span<const std::uint8_t, header_size> bytes) {
    const auto number = [&](std::size_t offset) {
      return extjson::load_little_endian<std::int32_t>(bytes.data() + offset);
    };
    return {number(0), number(4), number(8), number(12)};
  }

  std::array<std::uint8_t, header_size> bytes() const {
    std::array<std::uint8_t, header_size> bytes{};
    auto* out = reinterpret_cast<char*>(bytes.data());
    extjson::store_little_endian(out, length);
    extjson::store_little_endian(out + 4, request_id);
    extjson::store_little_endian(out + 8, response_to);
    extjson::store_little_endian(out + 12, opcode);
    return bytes;
  }

  std::size_t body_size() const { return static_cast<std::size_t>(length) - header_size; }
};

}  // namespace mongokeep::mongo::wire
