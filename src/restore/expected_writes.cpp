#include "restore/expected_writes.h"

#include <cstddef>
#include <numeric>
#include <vector>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "mongo/patiently.h"
#include "mongo/writing/presence.h"
#include "restore/document_part.h"

namespace mongokeep::restore {

namespace {

constexpr std::size_t looked_up_documents = 1000;
constexpr std::size_t looked_up_bytes = std::size_t{2} << 20U;

}  // namespace

ExpectedWrites::ExpectedWrites(const mongo::Client& client, const PlannedCollection& planned,
                               const RestoreSettings& settings, RestoredCollection& result, const std::stop_token& stop)
    : client_(client),
      planned_(planned),
      mode_(settings.mode.value_or(RestoreMode::insert)),
      may_be_there_(!settings.drop && result.found == RestoredCollection::Found::filled),
      result_(result),
      stop_(stop),
      patience_(stop) {
  // Nothing keeps a second document of the same `_id` out of a time-series collection.
  if (planned.record->type != "timeseries") return;
  may_be_there_ = may_be_there_ && mode_ != RestoreMode::insert;
  const bool can_follow = TargetIds::can_follow(extjson::view_of(planned.metadata.options));
  if (may_be_there_ && can_follow) target_ids_.emplace(client, planned.target, stop);
}

void ExpectedWrites::add(extjson::BsonView document) {
  if (!may_be_there_) return count(false);
  if (target_ids_) {
    const auto id = extjson::find_element(document, extjson::id_key);
    return count(id && target_ids_->has(*id));
  }
  batch_.add(document);
  if (batch_.size() >= looked_up_documents || batch_.bytes() >= looked_up_bytes) settle();
}

void ExpectedWrites::settle() {
  if (batch_.empty()) return;
  const mongo::WriteContext context{.client = client_, .ns = planned_.target, .stop = stop_};
  std::vector<std::size_t> all(batch_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto presences = mongo::patiently(patience_, [&] { return mongo::look_up(context, batch_, all); });
  patience_.renew();
  for (const mongo::Presence presence : presences) count(presence != mongo::Presence::absent);
  batch_.clear();
}

void ExpectedWrites::count(bool is_there) {
  if (!is_there) {
    ++result_.inserted;
    return;
  }
  switch (mode_) {
    case RestoreMode::insert: ++result_.duplicates; break;
    case RestoreMode::upsert: ++result_.replaced; break;
    case RestoreMode::missing_only: ++result_.present; break;
  }
}

}  // namespace mongokeep::restore
