#include "verify/metadata_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "archive/stored_metadata.h"
#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/value_order.h"
#include "verify/value_text.h"

namespace mongokeep::verify {

namespace {

using extjson::BsonBytes;
using extjson::Element;
using Kind = MetadataDifference::Kind;

std::map<std::string, Element> members_of(const BsonBytes& document) {
  std::map<std::string, Element> members;
  extjson::ElementReader reader(extjson::view_of(document));
  while (const auto element = reader.next()) members.emplace(element->key, *element);
  return members;
}

/// Servers write numbers that they are given as another type.
bool are_alike(const Element& left, const Element& right) {
  return extjson::compare_values(left, right) == 0;
}

/// Calls `tell(kind, name, stored, live)` for each member that differs, in the order of names; the last two are texts.
template <typename Tell>
void compare_members(const BsonBytes& stored_document, const BsonBytes& live_document, Tell tell) {
  const auto stored = members_of(stored_document);
  const auto live = members_of(live_document);
  for (const auto& [name, element] : stored) {
    const auto found = live.find(name);
    if (found == live.end()) {
      tell(Kind::missing, name, value_text(element), "not set");
    } else if (!are_alike(element, found->second)) {
      tell(Kind::changed, name, value_text(element), value_text(found->second));
    }
  }
  for (const auto& [name, element] : live) {
    if (!stored.contains(name)) tell(Kind::added, name, "not set", value_text(element));
  }
}

std::map<std::string, BsonBytes> by_name(const std::vector<BsonBytes>& indexes, mongo::IndexForm form) {
  std::map<std::string, BsonBytes> named;
  for (const BsonBytes& index : indexes) {
    named.emplace(archive::index_name(extjson::view_of(index)), mongo::index_spec(extjson::view_of(index), form));
  }
  return named;
}

/// Without those that the server has made by itself, and that the backup does not have.
std::vector<BsonBytes> without_automatic(std::vector<BsonBytes> live, const archive::StoredMetadata& stored) {
  std::erase_if(live, [&](const BsonBytes& index) {
    const auto has_its_name = [&, name = archive::index_name(extjson::view_of(index))](const BsonBytes& other) {
      return archive::index_name(extjson::view_of(other)) == name;
    };
    return mongo::is_automatic_index(extjson::view_of(index), extjson::view_of(stored.options)) &&
           std::none_of(stored.indexes.begin(), stored.indexes.end(), has_its_name);
  });
  return live;
}

}  // namespace

std::vector<MetadataDifference> compare_options(const BsonBytes& stored, const BsonBytes& live) {
  std::vector<MetadataDifference> differences;
  const BsonBytes before_options = mongo::collection_options(extjson::view_of(stored));
  const BsonBytes now_options = mongo::collection_options(extjson::view_of(live));
  compare_members(before_options, now_options, [&](Kind kind, const auto& name, const auto& before, const auto& now) {
    differences.push_back(
        {kind, name, fmt::format("option `{}` is {} in the backup and {} in the database", name, before, now)});
  });
  return differences;
}

std::vector<MetadataDifference> compare_indexes(const std::vector<BsonBytes>& stored_indexes,
                                                const std::vector<BsonBytes>& live_indexes, mongo::IndexForm form) {
  std::vector<MetadataDifference> differences;
  const auto stored = by_name(stored_indexes, form);
  const auto live = by_name(live_indexes, {});
  for (const auto& [name, index] : stored) {
    const auto found = live.find(name);
    if (found == live.end()) {
      differences.push_back({Kind::missing, name, fmt::format("index `{}` is not in the database", name)});
      continue;
    }
    const auto tell = [&, &of = name](Kind, const auto& member, const auto& before, const auto& now) {
      differences.push_back(
          {Kind::changed, of,
           fmt::format("`{}` of index `{}` is {} in the backup and {} in the database", member, of, before, now)});
    };
    compare_members(index, found->second, tell);
  }
  for (const auto& [name, index] : live) {
    if (stored.contains(name)) continue;
    differences.push_back({Kind::added, name, fmt::format("index `{}` is not in the backup", name)});
  }
  return differences;
}

std::vector<MetadataDifference> compare_metadata(const mongo::Client& client, const archive::CollectionRecord& record,
                                                 const mongo::Namespace& live, mongo::IndexForm form) {
  if (was_no_collection(record)) return {};
  return compare_metadata(client, record, archive::stored_metadata(record), live, form);
}

std::vector<MetadataDifference> compare_metadata(const mongo::Client& client, const archive::CollectionRecord& record,
                                                 const archive::StoredMetadata& stored, const mongo::Namespace& live,
                                                 mongo::IndexForm form) {
  const auto info = mongo::find_collection(client, live);
  if (!info) return {{Kind::missing, "type", fmt::format("the {} is not in the database", record.type)}};
  // A view's documents, which were stored with it, came back as a collection.
  const bool is_view_with_documents = record.type == "view" && !record.file.empty();
  if (is_view_with_documents && info->type == "collection") return {};
  std::vector<MetadataDifference> differences = compare_options(stored.options, info->options);
  if (info->type != record.type) {
    differences.push_back({Kind::changed, "type",
                           fmt::format("it is a {} in the backup and a {} in the database", record.type, info->type)});
  }
  if (info->type == "view" || record.type == "view") return differences;
  const auto indexes = mongo::list_indexes(client, live).value_or(std::vector<BsonBytes>());
  for (MetadataDifference& difference : compare_indexes(stored.indexes, without_automatic(indexes, stored), form)) {
    differences.push_back(std::move(difference));
  }
  return differences;
}

bool was_no_collection(const archive::CollectionRecord& record) {
  if (record.exists) return !*record.exists;
  // Every collection that is there has an index, but for some of one server's own.
  return record.type == "collection" && record.documents == 0 && record.indexes == "[]";
}

}  // namespace mongokeep::verify
