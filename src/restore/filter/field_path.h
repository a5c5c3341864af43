#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extjson/bson_element.h"

namespace mongokeep::restore {

/// What a filter asks of one value.
class ValueTest {
 public:
  virtual ~ValueTest() = default;

  /// What is asked about an array at the path's end.
  enum class Arrays {
    whole,         ///< the array
    and_elements,  ///< each of its elements, and the array
  };
  virtual Arrays arrays() const { return Arrays::and_elements; }

  /// `value` is null where the path leads nowhere.
  virtual bool matches(const extjson::Element* value) const = 0;
};

/// A dotted path into documents, with MongoDB's meaning: it goes on in every document of an array that it meets, and
/// a part that is a number in the element of that index too.
class FieldPath {
 public:
  explicit FieldPath(std::string_view dotted);

  /// Whether the test holds for any of the values that the path leads to.
  /// Throws Error{invalid_data} where the document is not BSON.
  bool any_matches(extjson::BsonView document, const ValueTest& test) const;

 private:
  std::vector<std::string> parts_;
};

}  // namespace mongokeep::restore
