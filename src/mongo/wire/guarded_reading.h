#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "mongo/wire/compressed_message.h"
#include "mongo/wire/sent_request.h"

namespace mongokeep::mongo::wire {

/// Reads messages and gives them away once they are checked: a whole message that fits into the reader's own memory is
/// read there and checked there, so that it is not copied; any other is gathered first.
class GuardedReading {
 public:
  /// Reads into the room, all of it if `wanted` is all, else what there is. Returns the bytes read; 0 or less where
  /// nothing can be read now, or ever.
  using Source = std::function<std::ptrdiff_t(std::span<std::uint8_t> room, std::size_t wanted)>;
  /// Is told of each message that was checked.
  using OnSound = std::function<void()>;

  GuardedReading(const OfferedCompressors& offered, const SentRequest& request, OnSound on_sound)
      : offered_(offered), request_(request), on_sound_(std::move(on_sound)) {}

  /// Fills the room as far as the message goes and the source gives. At least `least` bytes where they come; where
  /// nothing at all could be read, what the source returned. Throws Error{server} where the message is refused.
  std::ptrdiff_t read(std::span<std::uint8_t> room, std::size_t least, const Source& source);

 private:
  enum class Progress { done, stuck };

  /// Until the header is there and checked; a compressed message is gathered and decompressed as well.
  Progress receive_header(std::size_t least, const Source& source);
  Progress gather_body(std::size_t least, const Source& source);
  void begin_anew();

  const OfferedCompressors& offered_;
  const SentRequest& request_;
  OnSound on_sound_;

  std::array<std::uint8_t, header_size> head_{};
  std::size_t head_received_ = 0;
  std::size_t head_given_ = 0;
  MessageHeader header_;  ///< once all of the head is there

  std::vector<std::uint8_t> body_;  ///< where it is gathered
  std::size_t body_received_ = 0;
  std::size_t body_given_ = 0;
  bool is_body_checked_ = false;
  std::ptrdiff_t last_result_ = 0;
};

}  // namespace mongokeep::mongo::wire
