#pragma once

#include <mongoc/mongoc.h>

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo::wire {

/// A connection to a server, being made: its addresses are tried one after the other, each a quarter of a second after
/// the last or as soon as that has failed, and the first that answers is kept. Waits for nothing but the look-up of the
/// name: the driver polls the stream together with those of the other servers, so that a dead one delays nobody.
/// The driver owns what is returned; null, with `error`, where there is no address.
mongoc_stream_t* new_dialed_stream(const mongoc_host_list_t& host, bson_error_t* error);

}  // namespace mongokeep::mongo::wire
