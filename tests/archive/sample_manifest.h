#pragma once

#include <string>

#include "archive/manifest.h"
#include "base/text/time_text.h"

namespace mongokeep::archive {

/// A manifest of a complete backup of the database `shop`, without a collection.
inline Manifest sample_manifest() {
  Manifest manifest;
  manifest.tool = "t";
  manifest.server = "s";
  manifest.database = "shop";
  manifest.text_format = "canonical";
  manifest.started_at = manifest.finished_at = parse_utc_text("2024-02-20T01:00:00.000Z").value();
  return manifest;
}

/// The record of a collection `users` of three documents, without options and indexes.
inline CollectionRecord sample_record() {
  CollectionRecord users;
  users.name = "users";
  users.type = "collection";
  users.file = "users.json";
  users.documents = 3;
  users.bson_bytes = 120;
  users.stored_bytes = 340;
  users.xxh3_128 = std::string(32, 'a');
  return users;
}

}  // namespace mongokeep::archive
