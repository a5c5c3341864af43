#pragma once

#include <mongoc/mongoc.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "extjson/bson_view.h"

// The driver's objects with their owners. For this room's own sources only: the headers that other rooms include keep
// mongoc.h out.
namespace mongokeep::mongo {

template <auto destroy>
struct DestroyWith {
  template <typename T>
  void operator()(T* object) const {
    destroy(object);
  }
};

using UniqueUri = std::unique_ptr<mongoc_uri_t, DestroyWith<mongoc_uri_destroy>>;
using UniqueCollection = std::unique_ptr<mongoc_collection_t, DestroyWith<mongoc_collection_destroy>>;
using UniqueWriteConcern = std::unique_ptr<mongoc_write_concern_t, DestroyWith<mongoc_write_concern_destroy>>;
using UniqueSession = std::unique_ptr<mongoc_client_session_t, DestroyWith<mongoc_client_session_destroy>>;
using UniqueServerDescription =
    std::unique_ptr<mongoc_server_description_t, DestroyWith<mongoc_server_description_destroy>>;
using UniqueReadPrefs = std::unique_ptr<mongoc_read_prefs_t, DestroyWith<mongoc_read_prefs_destroy>>;

/// Owns a bson_t of the heap. Its own class, since a unique_ptr would lose the alignment that the type is declared
/// with.
class UniqueBson {
 public:
  explicit UniqueBson(bson_t* document) : document_(document) {}
  ~UniqueBson() { bson_destroy(document_); }
  UniqueBson(UniqueBson&& other) noexcept : document_(std::exchange(other.document_, nullptr)) {}
  UniqueBson& operator=(UniqueBson&&) = delete;

  bson_t* get() const { return document_; }
  bson_t& operator*() const { return *document_; }

 private:
  bson_t* document_;
};

inline std::vector<std::uint8_t> bytes_of(const bson_t& document) {
  const std::uint8_t* const data = bson_get_data(&document);
  return {data, data + document.len};
}

inline extjson::BsonView view_of(const bson_t& document) {
  return {bson_get_data(&document), document.len};
}

/// Over the document's own bytes, which have to stay.
inline bson_t static_bson(extjson::BsonView document) {
  bson_t made;
  bson_init_static(&made, document.data, document.size);
  return made;
}

/// A bson_t on the stack that the driver fills, destroyed whatever it holds.
class Reply {
 public:
  Reply() { bson_init(&document_); }
  ~Reply() { bson_destroy(&document_); }
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;

  /// For functions that initialise what they are given; nothing leaks, an empty bson_t owns nothing.
  bson_t* out() { return &document_; }
  const bson_t& document() const { return document_; }

 private:
  bson_t document_;
};

}  // namespace mongokeep::mongo
