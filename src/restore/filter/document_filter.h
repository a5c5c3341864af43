#pragma once

#include <memory>
#include <string>

#include "extjson/bson_view.h"

namespace mongokeep::restore {

/// A query over stored documents, evaluated here and not by a server.
///
/// Understood, with MongoDB's meaning (as of 8.0, without a collation), are equality, $eq, $ne, $gt, $gte, $lt, $lte,
/// $in, $nin, $exists, $type, $size, $not, $and, $or and $nor. Threads: matches() from several at a time.
class DocumentFilter {
 public:
  /// Reads an Extended JSON filter. A value that is not a JSON object, or is one type's wrapper, or 24 hexadecimal
  /// digits without quotes for an ObjectId, asks for the document with this `_id`.
  /// Throws Error{usage} for text that is neither, and for what a filter may have but this one does not know.
  static DocumentFilter parse(const std::string& text);
  /// Of a filter in BSON, which is copied. Throws Error{usage} likewise, Error{invalid_data} for what is not BSON.
  static DocumentFilter from_bson(extjson::BsonView filter);

  ~DocumentFilter();
  DocumentFilter(DocumentFilter&&) noexcept;
  DocumentFilter& operator=(DocumentFilter&&) noexcept;

  /// Throws Error{invalid_data} where the document is not BSON.
  bool matches(extjson::BsonView document) const;

 private:
  struct State;
  explicit DocumentFilter(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::restore
