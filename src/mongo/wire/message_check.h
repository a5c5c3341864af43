#pragma once

#include <cstdint>
#include <span>

#include "mongo/wire/message_header.h"
#include "mongo/wire/sent_request.h"

// Whether a message from a server is one that a driver can take: older ones than libmongoc 1.31 trust its numbers, and
// write past their memory or abort where these lie. All functions throw Error{server} (refusal.h).
namespace mongokeep::mongo::wire {

/// The longest message that servers send and drivers take.
inline constexpr std::int32_t longest_message = 48'000'000;

/// Whether a message with this header may come now. OP_COMPRESSED is looked into by decompressed(), once it is there.
void check_header(const MessageHeader& header, const SentRequest& request);

/// Whether the body of such a message, OP_MSG or OP_REPLY, is what its header says: one document, all of it sound.
void check_body(const MessageHeader& header, std::span<const std::uint8_t> body, Asked asked);

}  // namespace mongokeep::mongo::wire
