#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extjson/bson_element.h"
#include "extjson/bson_view.h"
#include "mongo/connection.h"
#include "mongo/index_spec.h"
#include "mongo/namespace.h"
#include "mongo/writing/write_concern.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

// What changes a database beside its documents. All throw Error: kind `connection` where the server cannot be reached
// or is not ready, `server` where it refuses, with its own reason as the cause. What is done, and not confirmed as the
// write concern asks, is told to `confirmation`.

/// Makes the collection, or view, with these options: the members of the `create` command beside the name, in their
/// order and as they are.
void create_collection(const Client& client, const Namespace& ns, extjson::BsonView options,
                       Confirmation& confirmation);

/// Builds the indexes, each given as listIndexes shows it and put as `form` has it, in one command: all of them or,
/// where it throws, as many as the server has got to. That can take hours: see Connection::acquire_for_long().
void create_indexes(const Client& client, const Namespace& ns, const std::vector<extjson::BsonView>& indexes,
                    IndexForm form, Confirmation& confirmation);

/// Has documents of a time-series or clustered collection expire after so much time (the value of
/// `expireAfterSeconds`), or no longer.
void set_expiry(const Client& client, const Namespace& ns, const extjson::Element& expire_after_seconds,
                Confirmation& confirmation);
void stop_expiry(const Client& client, const Namespace& ns, Confirmation& confirmation);

/// Removes a collection or view; one that is not there is no error.
void drop_collection(const Client& client, const Namespace& ns, Confirmation& confirmation);
void drop_database(const Client& client, const std::string& database, Confirmation& confirmation);

/// Whether the collection, or view, holds any document.
bool has_documents(const Client& client, const Namespace& ns);

}  // namespace mongokeep::mongo
