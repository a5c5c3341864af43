#pragma once

#include <mongoc/mongoc.h>

#include <string>

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo {

/// The element's string, null bytes and all; empty where it is none.
std::string text_of(const bson_iter_t& element);

/// The string under the key of the document; empty where there is none.
std::string text_at(const bson_t& document, const char* key);
/// The same of a document in another one.
std::string text_at(const bson_iter_t& document, const char* key);

}  // namespace mongokeep::mongo
