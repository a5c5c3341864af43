#include "restore/document_part.h"

#include <span>
#include <utility>

#include "extjson/bson_element.h"

namespace mongokeep::restore {

namespace {

/// A document in the making.
class Assembly {
 public:
  void add(const extjson::Element& element, std::span<const std::uint8_t> value) {
    bytes_.push_back(static_cast<std::uint8_t>(element.type));
    bytes_.insert(bytes_.end(), element.key.begin(), element.key.end());
    bytes_.push_back(0);
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }

  DocumentBytes finish() {
    bytes_.push_back(0);
    for (std::size_t byte = 0; byte < 4; ++byte) bytes_[byte] = static_cast<std::uint8_t>(bytes_.size() >> (8 * byte));
    return std::move(bytes_);
  }

 private:
  DocumentBytes bytes_ = DocumentBytes(4);
};

}  // namespace

DocumentBytes part_of(extjson::BsonView document, const std::function<bool(std::string_view key)>& is_wanted) {
  Assembly part;
  extjson::ElementReader reader(document);
  while (const auto element = reader.next()) {
    if (is_wanted(element->key)) part.add(*element, element->value);
  }
  return part.finish();
}

DocumentBytes with_member(extjson::BsonView document, std::string_view key, extjson::BsonView value) {
  Assembly changed;
  extjson::ElementReader reader(document);
  while (const auto element = reader.next()) {
    changed.add(*element, element->key == key ? value.bytes() : element->value);
  }
  return changed.finish();
}

}  // namespace mongokeep::restore
