#include "restore/target_ids.h"

#include <compare>

#include "extjson/bson_bytes.h"
#include "extjson/raw_document.h"
#include "extjson/value_order.h"
#include "mongokeep/error.h"

namespace mongokeep::restore {

using Step = mongo::OrderedCursor::Step;

TargetIds::TargetIds(const mongo::Client& client, const mongo::Namespace& target, const std::stop_token& stop)
    : client_(client), target_(target), patience_(stop) {
  open();
}

void TargetIds::open() {
  cursor_ = std::make_unique<mongo::OrderedCursor>(client_, target_, mongo::OrderedCursor::Order::by_sorting);
  advance();
}

void TargetIds::advance() {
  for (;;) {
    switch (cursor_->next()) {
      case Step::document:
        there_ = extjson::find_element(cursor_->document(), extjson::id_key);
        if (!there_) break;
        return;
      case Step::end: there_.reset(); return;
      case Step::interrupted:
        if (!patience_.wait()) throw cursor_->interruption();
        return open();
    }
  }
}

bool TargetIds::has(const extjson::Element& id) {
  extjson::RawDocument asked;
  asked.add(extjson::id_key, id.type, id.value);
  const auto bytes = asked.finish().bytes();
  if (!asked_.empty()) {
    const auto before = extjson::find_element(extjson::view_of(asked_), extjson::id_key);
    if (before && std::is_lt(extjson::compare_values(id, *before))) {
      throw Error(ErrorKind::invalid_data, "find the missing documents of", target_.text(),
                  "the stored documents are not sorted by _id", "Restore into an empty collection");
    }
  }
  asked_.assign(bytes.begin(), bytes.end());
  while (there_ && std::is_lt(extjson::compare_values(*there_, id))) advance();
  return there_ && extjson::compare_values(*there_, id) == 0;
}

}  // namespace mongokeep::restore
