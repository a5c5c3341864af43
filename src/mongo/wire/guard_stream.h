#pragma once

#include <mongoc/mongoc.h>

#include <memory>
#include <string>

#include "mongo/wire/compressed_message.h"
#include "mongo/wire/refused_answers.h"
#include "mongo/wire/sent_writes.h"

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo::wire {

/// What the guards of one client share.
struct GuardRules {
  RefusedAnswers refused;
  OfferedCompressors offered;
  WriteCount writes;
};

/// A stream for the driver over another one, which it owns from now on: it hands on what the driver writes, and of what
/// the server sends only messages that have passed message_check.h; any other fails the read, and every one after it.
/// A compressed message is handed on as a plain one. The driver owns what is returned. `host` is "host:port".
mongoc_stream_t* new_guard_stream(mongoc_stream_t* base, std::string host, std::shared_ptr<GuardRules> rules);

}  // namespace mongokeep::mongo::wire
