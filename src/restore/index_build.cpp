#include "restore/index_build.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "extjson/bson_bytes.h"
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

/// Whether it has something that servers took in former times only.
bool is_legacy(extjson::BsonView index) {
  return mongo::index_spec(index, {.converts_legacy = true}) != mongo::index_spec(index);
}

std::optional<Error> refusal(const mongo::Client& client, const mongo::Namespace& target,
                             const std::vector<extjson::BsonView>& indexes, mongo::IndexForm form,
                             mongo::Confirmation& confirmation) {
  return refusal_of([&] { mongo::create_indexes(client, target, indexes, form, confirmation); });
}

}  // namespace

std::vector<extjson::BsonView> indexes_to_build(const std::vector<extjson::BsonBytes>& indexes) {
  std::vector<extjson::BsonView> wanted;
  for (const auto& index : indexes) {
    if (!is_made_with_collection(extjson::view_of(index))) wanted.push_back(extjson::view_of(index));
  }
  return wanted;
}

std::uint64_t leave_out_indexes(std::vector<extjson::BsonBytes>& indexes) {
  return std::erase_if(indexes, [](const auto& index) { return !is_made_with_collection(extjson::view_of(index)); });
}

BuiltIndexes build_indexes(const mongo::Client& client, const mongo::Namespace& target,
                           const std::vector<extjson::BsonBytes>& indexes, mongo::IndexForm form,
                           mongo::Confirmation& confirmation) {
  const std::vector<extjson::BsonView> wanted = indexes_to_build(indexes);
  BuiltIndexes outcome;
  if (wanted.empty()) return outcome;
  outcome.built = wanted.size();
  if (!refusal(client, target, wanted, form, confirmation)) return outcome;
  for (const extjson::BsonView index : wanted) {
    const auto reason = refusal(client, target, {index}, form, confirmation);
    if (!reason) continue;
    --outcome.built;
    const std::string name = archive::index_name(index);
    const char* const hint = !form.converts_legacy && is_legacy(index) ? "; --convertLegacyIndexes builds it" : "";
    outcome.refused.push_back({{name}, fmt::format("index {}: {}{}", name, reason->cause(), hint)});
  }
  return outcome;
}

}  // namespace mongokeep::restore
