#include "restore/index_build.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "extjson/bson_element.h"
#include "mongo/collection_commands.h"
#include "mongokeep/error.h"
#include "restore/document_part.h"
#include "restore/refusal.h"

namespace mongokeep::restore {

namespace {

bool is_made_with_collection(extjson::BsonView index) {
  return archive::index_name(index) == "_id_" || find_element(index, "clustered").has_value();
}

std::optional<Error> refusal(const mongo::Client& client, const mongo::Namespace& target,
                             const std::vector<extjson::BsonView>& indexes, mongo::Confirmation& confirmation) {
  return refusal_of([&] { mongo::create_indexes(client, target, indexes, confirmation); });
}

}  // namespace

std::vector<extjson::BsonView> indexes_to_build(const std::vector<archive::StoredMetadata::Bytes>& indexes) {
  std::vector<extjson::BsonView> wanted;
  for (const auto& index : indexes) {
    if (!is_made_with_collection(view_of(index))) wanted.push_back(view_of(index));
  }
  return wanted;
}

BuiltIndexes build_indexes(const mongo::Client& client, const mongo::Namespace& target,
                           const std::vector<archive::StoredMetadata::Bytes>& indexes,
                           mongo::Confirmation& confirmation) {
  const std::vector<extjson::BsonView> wanted = indexes_to_build(indexes);
  BuiltIndexes outcome;
  if (wanted.empty()) return outcome;
  outcome.built = wanted.size();
  if (!refusal(client, target, wanted, confirmation)) return outcome;
  for (const extjson::BsonView index : wanted) {
    const auto reason = refusal(client, target, {index}, confirmation);
    if (!reason) continue;
    --outcome.built;
    const std::string name = archive::index_name(index);
    outcome.refused.push_back({{name}, fmt::format("index {}: {}", name, reason->cause())});
  }
  return outcome;
}

}  // namespace mongokeep::restore
