#include "mongo/wire/compressed_message.h"

#include <snappy-c.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "mongo/wire/message_check.h"
#include "mongo/wire/refusal.h"

namespace mongokeep::mongo::wire {

namespace {

constexpr std::uint8_t snappy_number = 1;
constexpr std::uint8_t zlib_number = 2;
constexpr std::uint8_t zstd_number = 3;

/// Whether the bytes come to just as many as there is room for.
bool unpack(std::uint8_t compressor, std::span<const std::uint8_t> packed, std::span<std::uint8_t> room) {
  switch (compressor) {
    case snappy_number: {
      const auto* const in = reinterpret_cast<const char*>(packed.data());
      std::size_t size = 0;
      if (snappy_uncompressed_length(in, packed.size(), &size) != SNAPPY_OK || size != room.size()) return false;
      return snappy_uncompress(in, packed.size(), reinterpret_cast<char*>(room.data()), &size) == SNAPPY_OK &&
             size == room.size();
    }
    case zlib_number: {
      uLongf size = room.size();
      return ::uncompress(room.data(), &size, packed.data(), packed.size()) == Z_OK && size == room.size();
    }
    case zstd_number: return ZSTD_decompress(room.data(), room.size(), packed.data(), packed.size()) == room.size();
    default: return false;
  }
}

}  // namespace

void OfferedCompressors::add(std::string_view name) {
  if (name == "snappy") numbers_ |= 1U << snappy_number;
  if (name == "zlib") numbers_ |= 1U << zlib_number;
  if (name == "zstd") numbers_ |= 1U << zstd_number;
}

Message decompressed(const MessageHeader& header, std::span<const std::uint8_t> body, const OfferedCompressors& offered,
                     const SentRequest& request) {
  constexpr std::size_t head_size = 4 + 4 + 1;
  if (body.size() < head_size) refuse("it is too short for a compressed message");
  Message inner{header, {}};
  inner.header.opcode = extjson::load_little_endian<std::int32_t>(body.data());
  const auto size = extjson::load_little_endian<std::int32_t>(body.data() + 4);
  const std::uint8_t compressor = body[8];
  if (!offered.has(compressor)) {
    refuse("it is compressed in a way that was not offered (number " + std::to_string(compressor) + ")");
  }
  if (inner.header.opcode == opcode::compressed) refuse("it is compressed twice");
  if (size < 0 || size > longest_message - static_cast<std::int32_t>(header_size)) {
    refuse("it is said to have " + std::to_string(size) + " bytes when it is decompressed");
  }
  inner.header.length = size + static_cast<std::int32_t>(header_size);
  check_header(inner.header, request);
  inner.body.resize(static_cast<std::size_t>(size));
  if (!unpack(compressor, body.subspan(head_size), inner.body)) {
    refuse("it cannot be decompressed to the " + std::to_string(size) + " bytes that it claims");
  }
  return inner;
}

}  // namespace mongokeep::mongo::wire
