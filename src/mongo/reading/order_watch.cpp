#include "mongo/reading/order_watch.h"

#include <optional>

#include "extjson/bson_element.h"
#include "extjson/raw_document.h"

namespace mongokeep::mongo {

namespace {

/// In bytes. `verify` compares texts of up to 1 MiB.
constexpr std::size_t largest_kept = std::size_t{2} << 20U;

extjson::BsonBytes alone(const extjson::Element& id) {
  extjson::RawDocument document;
  document.add(extjson::id_key, id.type, id.value);
  return document.take();
}

}  // namespace

OrderWatch::Place OrderWatch::look_at(extjson::BsonView document) {
  const std::optional<extjson::Element> id = extjson::find_element(document, extjson::id_key);
  const std::uint64_t shared = order_.shared();
  Place place = Place::behind;
  if (!order_.problem_with(id).empty()) {
    place = Place::before;
  } else if (order_.shared() > shared) {
    if (!last_.empty() && extjson::are_same(extjson::view_of(last_), document)) return Place::repeated;
    place = Place::shared;
  }
  if (place != Place::shared) before_last_ = documents_;
  ++documents_;
  has_last_id_ = id.has_value();
  if (id && first_id_.empty()) first_id_ = alone(*id);
  last_.clear();
  if (document.size <= largest_kept) last_.assign(document.data, document.data + document.size);
  return place;
}

GivenIds OrderWatch::given() const {
  const std::optional<extjson::Element> last = order_.last();
  return {first_id_, last && has_last_id_ ? alone(*last) : extjson::BsonBytes(), before_last_};
}

}  // namespace mongokeep::mongo
