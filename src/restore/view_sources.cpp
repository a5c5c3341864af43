#include "restore/view_sources.h"

#include <string_view>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/raw_document.h"

namespace mongokeep::restore {

namespace {

using extjson::BsonType;
using extjson::Element;
using Rename = std::function<std::optional<std::string>(const std::string&)>;

/// What a container of a definition is (MongoDB manual, "create", and the stages that read from other collections).
enum class Part {
  definition,
  pipeline,
  stage,
  lookup,  ///< of $lookup and $graphLookup
  union_with,
  facets,  ///< pipelines by name
  other,   ///< names no collection, whatever its members are called
};

bool is_source(Part part, const Element& member) {
  if (member.type != BsonType::string) return false;
  switch (part) {
    case Part::definition: return member.key == "viewOn";
    case Part::stage: return member.key == "$unionWith";
    case Part::lookup: return member.key == "from";
    case Part::union_with: return member.key == "coll";
    case Part::pipeline:
    case Part::facets:
    case Part::other: return false;
  }
  return false;
}

Part kind_of_stage(std::string_view stage) {
  if (stage == "$lookup" || stage == "$graphLookup") return Part::lookup;
  if (stage == "$unionWith") return Part::union_with;
  return stage == "$facet" ? Part::facets : Part::other;
}

/// What a member that is a document or an array is.
Part inner_part(Part container, const Element& member) {
  const bool is_array = member.type == BsonType::array;
  switch (container) {
    case Part::definition:
    case Part::lookup:
    case Part::union_with: return is_array && member.key == "pipeline" ? Part::pipeline : Part::other;
    case Part::pipeline: return is_array ? Part::other : Part::stage;
    case Part::stage: return is_array ? Part::other : kind_of_stage(member.key);
    case Part::facets: return is_array ? Part::pipeline : Part::other;
    case Part::other: return Part::other;
  }
  return Part::other;
}

void copy_members(Part part, extjson::BsonView document, const Rename& rename, extjson::RawDocument& copy) {
  extjson::ElementReader reader(document);
  while (const auto member = reader.next()) {
    const bool is_container = member->type == BsonType::document || member->type == BsonType::array;
    const Part inner = is_container ? inner_part(part, *member) : Part::other;
    if (inner != Part::other) {
      member->type == BsonType::array ? copy.begin_array(member->key) : copy.begin_document(member->key);
      copy_members(inner, member->as_document(), rename, copy);
      copy.end();
      continue;
    }
    const auto name = is_source(part, *member) ? rename(std::string(member->as_text())) : std::nullopt;
    if (name) {
      copy.add_string(member->key, *name);
    } else {
      copy.add(member->key, member->type, member->value);
    }
  }
}

}  // namespace

std::set<std::string> view_sources(extjson::BsonView definition) {
  std::set<std::string> sources;
  with_renamed_sources(definition, [&](const std::string& name) -> std::optional<std::string> {
    sources.insert(name);
    return std::nullopt;
  });
  return sources;
}

extjson::BsonBytes with_renamed_sources(extjson::BsonView definition, const Rename& rename) {
  extjson::RawDocument copy;
  copy_members(Part::definition, definition, rename, copy);
  const auto bytes = copy.finish().bytes();
  return {bytes.begin(), bytes.end()};
}

}  // namespace mongokeep::restore
