#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "extjson/bson_bytes.h"
#include "extjson/bson_type.h"
#include "extjson/bson_view.h"

namespace mongokeep::extjson {

/// Puts a BSON document together from bytes that are taken as they are. The driver's own library reads values and
/// writes them anew, in its own way: options of a regular expression in order, an old binary with another length.
class RawDocument {
 public:
  RawDocument() { open(); }

  void reserve(std::size_t bytes) { bytes_.reserve(bytes); }

  // Each adds one element to the innermost container that is open.
  void add(std::string_view key, BsonType type, std::span<const std::uint8_t> value);
  void add_document(std::string_view key, BsonView document);
  /// An array whose bytes a RawDocument with the keys "0", "1", … made.
  void add_array(std::string_view key, BsonView array);
  void add_string(std::string_view key, std::string_view text);
  void add_bool(std::string_view key, bool value);
  void add_int32(std::string_view key, std::int32_t value);
  /// All elements of the document, in their order.
  void add_members_of(BsonView document);

  /// Opens a container inside the innermost one; what is added goes into it until end().
  void begin_document(std::string_view key);
  void begin_array(std::string_view key);
  void end();

  /// Ends the document, of which every container has been closed. Valid while this lives; nothing can be added.
  BsonView finish();
  /// The same, handed over.
  BsonBytes take();

 private:
  void open();
  void begin(BsonType type, std::string_view key);
  void put_key(BsonType type, std::string_view key);
  template <typename Number>
  void put_number(Number number);

  BsonBytes bytes_;
  std::vector<std::size_t> open_containers_;  ///< where each begins, the document's own first
};

}  // namespace mongokeep::extjson
