#include "verify/tally.h"

#include <string>

#include "extjson/bson_element.h"
#include "verify/value_text.h"

namespace mongokeep::verify {

namespace {

constexpr std::uint64_t samples_of_a_kind = 5;

std::string id_text(extjson::BsonView document) {
  const auto id = extjson::find_element(document, "_id");
  return id ? value_text(*id) : document_text(document);
}

}  // namespace

void Tally::add_pair(extjson::BsonView stored, extjson::BsonView live) {
  if (are_same(stored, live)) {
    ++comparison_.same;
  } else {
    add_sample(DifferentDocument::Kind::changed, ++comparison_.changed, stored, live);
  }
}

void Tally::add_missing(extjson::BsonView stored) {
  add_sample(DifferentDocument::Kind::missing, ++comparison_.missing, stored, {});
}

void Tally::add_added(extjson::BsonView live) {
  add_sample(DifferentDocument::Kind::added, ++comparison_.added, {}, live);
}

void Tally::reset() {
  comparison_.same = comparison_.missing = comparison_.added = comparison_.changed = 0;
  comparison_.samples.clear();
}

void Tally::add_sample(DifferentDocument::Kind kind, std::uint64_t count, extjson::BsonView stored,
                       extjson::BsonView live) {
  if (count > samples_of_a_kind) return;
  const auto text_of = [](extjson::BsonView document) { return document.size == 0 ? "" : document_text(document); };
  comparison_.samples.push_back({kind, id_text(stored.size == 0 ? live : stored), text_of(stored), text_of(live)});
}

}  // namespace mongokeep::verify
