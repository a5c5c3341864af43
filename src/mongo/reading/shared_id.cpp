#include "mongo/reading/shared_id.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "extjson/bson_bytes.h"
#include "extjson/raw_document.h"
#include "extjson/type_order.h"
#include "extjson/value_order.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

namespace {

using extjson::BsonType;
using extjson::BsonView;
using extjson::Element;

/// Tells documents with one `_id` apart: all of a small one, the length and both ends of a large one.
void put_mark(BsonView document, std::string& mark) {
  constexpr std::size_t end_bytes = 2048;
  const std::string_view whole(reinterpret_cast<const char*>(document.data), document.size);
  // A document begins with its length.
  mark = whole.substr(0, end_bytes);
  const std::string_view rest = whole.substr(mark.size());
  mark += rest.substr(rest.size() - std::min(rest.size(), end_bytes));
}

}  // namespace

bool SharedId::has_last_id(const Element& id) const {
  if (last_.empty()) return false;
  const std::optional<Element> last = extjson::find_element(extjson::view_of(last_), extjson::id_key);
  if (extjson::have_same_value(id, *last)) return true;
  // Of what may be equal and have other bytes: a document may hold numbers.
  const bool are_numbers = extjson::is_number(id.type) && extjson::is_number(last->type);
  const bool are_documents = id.type == BsonType::document && last->type == BsonType::document;
  return (are_numbers || are_documents) && extjson::compare_values(id, *last) == 0;
}

void SharedId::give(BsonView document) {
  const std::optional<Element> id = extjson::find_element(document, extjson::id_key);
  if (!id) {
    last_.clear();
    return;
  }
  if (!has_last_id(*id)) {
    extjson::RawDocument alone;
    alone.add(extjson::id_key, id->type, id->value);
    last_ = alone.take();
    count_ = 0;
    unknown_ = 0;
  }
  if (count_ == given_.size()) given_.emplace_back();
  put_mark(document, given_[count_++]);
}

void SharedId::stand_at(const extjson::BsonBytes& id) {
  last_ = id;
  count_ = 0;
  unknown_ = 1;
  held_.clear();
}

bool SharedId::hold(BsonView document) {
  const std::optional<Element> id = extjson::find_element(document, extjson::id_key);
  if (!id || !has_last_id(*id)) return false;
  constexpr std::size_t most_bytes = std::size_t{64} << 20U;
  if (held_.empty()) held_bytes_ = 0;
  held_bytes_ += document.size;
  if (held_bytes_ > most_bytes) {
    throw Error(ErrorKind::invalid_data, "continue reading", "a collection",
                "more than 64 MiB of documents share one _id");
  }
  held_.emplace_back(document.data, document.data + document.size);
  return true;
}

std::vector<extjson::BsonBytes> SharedId::take_new() {
  std::vector<extjson::BsonBytes> found = std::exchange(held_, {});
  std::vector<std::string> left(given_.begin(), given_.begin() + static_cast<std::ptrdiff_t>(count_));
  std::string mark;
  std::erase_if(found, [&](const extjson::BsonBytes& document) {
    put_mark(extjson::view_of(document), mark);
    const auto known = std::find(left.begin(), left.end(), mark);
    if (known == left.end()) return false;
    left.erase(known);
    return true;
  });
  const std::size_t changed = std::min(found.size(), left.size() + unknown_);
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(changed));
  return found;
}

}  // namespace mongokeep::mongo
