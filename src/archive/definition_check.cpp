#include "archive/definition_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"

namespace mongokeep::archive {

namespace {

using extjson::BsonType;
using extjson::BsonView;
using extjson::Element;

/// What any command takes beside its own (MongoDB's generic arguments). Options are members of the `create` command,
/// and so these would be as well.
constexpr std::array<std::string_view, 20> command_arguments = {"create",
                                                                "lsid",
                                                                "txnNumber",
                                                                "autocommit",
                                                                "startTransaction",
                                                                "stmtId",
                                                                "stmtIds",
                                                                "comment",
                                                                "writeConcern",
                                                                "readConcern",
                                                                "maxTimeMS",
                                                                "apiVersion",
                                                                "apiStrict",
                                                                "databaseVersion",
                                                                "shardVersion",
                                                                "tracking_info",
                                                                "client",
                                                                "mayBypassWriteBlocking",
                                                                "apiDeprecationErrors",
                                                                "maxTimeMSOpOnly"};

/// Collections beside an encrypted one that its options name.
constexpr std::array<std::string_view, 3> state_collections = {"escCollection", "eccCollection", "ecocCollection"};

template <std::size_t count>
bool is_among(const std::array<std::string_view, count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_container(const Element& element) {
  return element.type == BsonType::document || element.type == BsonType::array;
}

/// A name of a collection of the same database that a definition reads from. It may be one of the server's own: people
/// have views of `system.profile`.
bool is_collection_name(const Element& element) {
  if (element.type != BsonType::string) return false;
  const std::string_view name = element.as_text();
  return !name.empty() && name.front() != '.' && name.find('\0') == std::string_view::npos &&
         name.find('$') == std::string_view::npos;
}

/// The first stage of a pipeline that writes, wherever it stands in it. What `$literal` has is no stage.
std::optional<std::string_view> writing_stage(BsonView container) {
  extjson::ElementReader reader(container);
  while (const auto element = reader.next()) {
    if (element->key == "$out" || element->key == "$merge") return element->key;
    if (!is_container(*element) || element->key == "$literal") continue;
    if (const auto found = writing_stage(element->as_document())) return found;
  }
  return std::nullopt;
}

std::string wrong_view(BsonView options) {
  const auto source = extjson::find_element(options, "viewOn");
  if (!source) return "it is a view, but its options contain no `viewOn`";
  if (!is_collection_name(*source)) return "its `viewOn` is not the name of a collection";
  const auto pipeline = extjson::find_element(options, "pipeline");
  if (!pipeline) return {};
  if (pipeline->type != BsonType::array) return "its `pipeline` is not an array";
  const auto stage = writing_stage(pipeline->as_document());
  return stage ? fmt::format("it is a view whose pipeline writes, with `{}`", *stage) : "";
}

std::string wrong_encryption(BsonView fields) {
  extjson::ElementReader reader(fields);
  while (const auto element = reader.next()) {
    if (!is_among(state_collections, element->key)) continue;
    // The only names that servers and drivers give.
    const bool is_usual = is_collection_name(*element) && element->as_text().starts_with("enxcol_.");
    if (!is_usual) return fmt::format("its `encryptedFields` names the collection of `{}` wrongly", element->key);
  }
  return {};
}

std::string wrong_option(const std::string& type, const Element& option) {
  const bool is_document = option.type == BsonType::document;
  if (option.key.starts_with('$') || is_among(command_arguments, option.key)) {
    return fmt::format("its options contain `{}`, which is not an option of a collection", option.key);
  }
  if (type != "view" && (option.key == "viewOn" || option.key == "pipeline")) {
    return fmt::format("its options contain `{}`, but it is not a view", option.key);
  }
  if (option.key == "timeseries" && (type != "timeseries" || !is_document)) {
    return is_document ? "its options contain `timeseries`, but it is not a time-series collection"
                       : "its `timeseries` is not a document";
  }
  if (option.key != "encryptedFields") return {};
  return is_document ? wrong_encryption(option.as_document()) : "its `encryptedFields` is not a document";
}

std::string wrong_index(BsonView index) {
  const auto key = extjson::find_element(index, "key");
  if (key && key->type == BsonType::document) return {};
  return "an index has no `key`";
}

}  // namespace

std::string wrong_definition(const std::string& type, const StoredMetadata& metadata) {
  const BsonView options = extjson::view_of(metadata.options);
  extjson::ElementReader reader(options);
  while (const auto option = reader.next()) {
    if (std::string wrong = wrong_option(type, *option); !wrong.empty()) return wrong;
  }
  if (type == "view") {
    if (std::string wrong = wrong_view(options); !wrong.empty()) return wrong;
  }
  for (const extjson::BsonBytes& index : metadata.indexes) {
    if (std::string wrong = wrong_index(extjson::view_of(index)); !wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace mongokeep::archive
