#pragma once

#include <bson/bson.h>

#include <string_view>

namespace mongokeep::fuzz {

/// A document that the input's bytes decide, made by libbson: every type that text carries, nested and in any order.
/// What libbson cannot read or write rightly is left out, each with its reason (made_document.cpp).
class MadeDocument {
 public:
  explicit MadeDocument(std::string_view input);
  ~MadeDocument() { bson_destroy(&document_); }
  MadeDocument(const MadeDocument&) = delete;
  MadeDocument& operator=(const MadeDocument&) = delete;

  const bson_t& document() const { return document_; }

 private:
  bson_t document_;
};

}  // namespace mongokeep::fuzz
