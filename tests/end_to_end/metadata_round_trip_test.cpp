// Collections with every option and every kind of index through a backup and a restore: what listCollections and
// listIndexes tell is the same before and after.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"

namespace mongokeep::test {
namespace {

using Names = std::vector<std::string>;

struct Definition {
  std::string name;
  std::string text;
};

/// In this order: a view stands on what comes before it.
const std::vector<Definition> collections = {
    {"plain", "{}"},
    {"capped", R"({"capped": true, "size": 8192, "max": 50})"},
    {"lenient", R"({"validator": {"age": {"$gte": 0}}, "validationLevel": "moderate", "validationAction": "warn"})"},
    {"strict", R"({"validator": {"$jsonSchema": {"required": ["name"], "properties": {"name": {"bsonType": "string"}}}},
                   "validationLevel": "strict", "validationAction": "error"})"},
    {"measured", R"({"timeseries": {"timeField": "at", "metaField": "where", "granularity": "hours"},
                     "expireAfterSeconds": 8640000})"},
    {"clustered", R"({"clusteredIndex": {"key": {"_id": 1}, "unique": true, "name": "by order"}})"},
    {"german", R"({"collation": {"locale": "de", "strength": 1}})"},
    {"imaged", R"({"changeStreamPreAndPostImages": {"enabled": true}})"},
    {"a grown-up", R"({"viewOn": "people", "pipeline": [{"$match": {"age": {"$gte": 18}}}]})"},
    {"a name", R"({"viewOn": "a grown-up", "pipeline": [{"$project": {"name": 1}}]})"},
    {"accents", R"({"viewOn": "people", "pipeline": [], "collation": {"locale": "fr", "strength": 2}})"},
    {"Zoo", R"({"viewOn": "plain", "pipeline": [{"$lookup": {"from": "a grown-up", "localField": "owner",
                                                             "foreignField": "_id", "as": "owners"}}]})"},
};

const std::vector<Definition> indexes = {
    {"unique", R"({"key": {"email": 1}, "unique": true})"},
    {"sparse", R"({"key": {"nick": 1}, "sparse": true})"},
    {"expiring", R"({"key": {"seen": 1}, "expireAfterSeconds": 100000000})"},
    {"partial", R"({"key": {"age": 1}, "partialFilterExpression": {"age": {"$gt": 17}}})"},
    {"in french", R"({"key": {"name": 1}, "collation": {"locale": "fr", "strength": 2}})"},
    {"hidden", R"({"key": {"shoes": 1}, "hidden": true})"},
    {"wild", R"({"key": {"$**": 1}, "wildcardProjection": {"secret": 0}})"},
    {"wild below", R"({"key": {"attributes.$**": 1}})"},
    {"on earth", R"({"key": {"home": "2dsphere"}})"},
    {"on paper", R"({"key": {"spot": "2d"}, "bits": 20, "min": -500, "max": 500})"},
    {"text", R"({"key": {"title": "text", "body": "text"}, "weights": {"title": 5}, "default_language": "german"})"},
    {"hashed", R"({"key": {"customer": "hashed"}})"},
    {"compound", R"({"key": {"a": 1, "b": -1, "c": 1}})"},
    {"falling", R"({"key": {"born": -1}})"},
};

Names refused_by(ServerKind kind) {
  switch (kind) {
    case ServerKind::secantus_wheel: return {"text", "hashed"};
    case ServerKind::secantus_rust: return {"text", "hashed"};
    case ServerKind::ferretdb:
      return {"lenient", "strict",    "measured", "german", "a grown-up", "a name",   "accents",  "Zoo",  "expiring",
              "partial", "in french", "hidden",   "wild",   "wild below", "on earth", "on paper", "text", "hashed"};
  }
  return {};
}

class MetadataRoundTrip : public testing::TestWithParam<ServerKind> {
 protected:
  /// Makes what the server takes, and returns the names of the rest.
  Names make_everything() {
    Names refused;
    const auto attempt = [&](const std::string& name, const auto& make) {
      try {
        make();
      } catch (const MongoError&) {
        refused.push_back(name);
      }
    };
    MongoClient& client = scene_.client();
    const std::string& database = scene_.database();
    client.insert(database, "people", R"({"_id": 1, "name": "Zoë", "age": 41, "email": "z@example.com",
        "home": {"type": "Point", "coordinates": [6.9, 50.9]}, "spot": [1, 2], "attributes": {"size": 3}})");
    client.insert(database, "people", R"({"_id": 2, "name": "Ada", "age": 9, "email": "a@example.com"})");
    for (const Definition& one : collections) {
      attempt(one.name, [&] { client.create_collection(database, one.name, one.text); });
    }
    for (const Definition& one : indexes) {
      attempt(one.name, [&] {
        client.create_index(database, "people", "{\"name\": \"" + one.name + "\", " + one.text.substr(1));
      });
    }
    return refused;
  }

  /// The collections by name, without what is another each time: the UUID.
  std::vector<Json> collections_of(const std::string& database) {
    std::vector<Json> found;
    Json reply = Json::parse(scene_.client().command(database, R"({"listCollections": 1})"));
    for (Json& one : reply.at("cursor").at("firstBatch")) {
      if (one.contains("info")) one.at("info").erase("uuid");
      if (one.contains("idIndex")) one.at("idIndex").erase("ns");
      found.push_back(std::move(one));
    }
    std::sort(found.begin(), found.end(), [](const Json& a, const Json& b) { return a.at("name") < b.at("name"); });
    return found;
  }

  /// The indexes of a collection in the server's order.
  std::vector<Json> indexes_of(const std::string& database, const std::string& collection) {
    std::vector<Json> found;
    Json reply = Json::parse(scene_.client().command(database, R"({"listIndexes": ")" + collection + R"("})"));
    for (Json& one : reply.at("cursor").at("firstBatch")) {
      one.erase("ns");
      found.push_back(std::move(one));
    }
    return found;
  }

  Scene scene_{shared_server(GetParam())};
};

TEST_P(MetadataRoundTrip, BringsBackEveryOptionAndIndex) {
  EXPECT_THAT(make_everything(), testing::ElementsAreArray(refused_by(GetParam())));
  const ProgramResult backup = scene_.back_up();
  ASSERT_EQ(backup.exit_code, 0) << backup.error;
  const std::string other = fresh_database();
  const ProgramResult restored = scene_.restore_into(other);
  ASSERT_EQ(restored.exit_code, 0) << restored.output << restored.error;

  const std::vector<Json> before = collections_of(scene_.database());
  ASSERT_FALSE(before.empty());
  EXPECT_THAT(collections_of(other), testing::ElementsAreArray(before));
  for (const Json& one : before) {
    const std::string name = one.at("name");
    if (one.at("type") == "view" || name.starts_with("system.")) continue;
    EXPECT_THAT(indexes_of(other, name), testing::ElementsAreArray(indexes_of(scene_.database(), name))) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(EveryServer, MetadataRoundTrip, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
