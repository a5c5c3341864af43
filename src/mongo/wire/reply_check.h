#pragma once

#include "extjson/bson_view.h"
#include "mongo/wire/sent_request.h"

namespace mongokeep::mongo::wire {

/// Whether the document that a server answers with can be handed to the driver: valid BSON, the members that drivers
/// read of the types they expect, and each once. Documents of a batch that was asked for are only looked at from
/// outside, since there are many: they have a length that fits, and a NUL at the end.
/// Throws Error{server} (refusal.h).
void check_reply(extjson::BsonView reply, Asked asked);

}  // namespace mongokeep::mongo::wire
