#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "mongo/wire/message_header.h"
#include "mongo/wire/sent_request.h"

namespace mongokeep::mongo::wire {

/// The compressors that a connection string offers, by their numbers in messages. A server uses no other.
class OfferedCompressors {
 public:
  /// By its name in the connection string, of `zstd`, `zlib` and `snappy`; any other changes nothing.
  void add(std::string_view name);
  bool has(std::uint8_t number) const { return number < 32 && ((numbers_ >> number) & 1) != 0; }

 private:
  std::uint32_t numbers_ = 0;
};

struct Message {
  MessageHeader header;
  std::vector<std::uint8_t> body;
};

/// The message in an OP_COMPRESSED: the driver takes the size that is claimed on trust, so that it gets none of these.
/// Takes no more memory than the longest message may have. Throws Error{server} (refusal.h).
Message decompressed(const MessageHeader& header, std::span<const std::uint8_t> body, const OfferedCompressors& offered,
                     const SentRequest& request);

}  // namespace mongokeep::mongo::wire
