#include "mongo/catalogue.h"

#include <algorithm>
#include <array>
#include <utility>

#include "extjson/bson_bytes.h"
#include "mongo/bson_text.h"
#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/held_namespace.h"
#include "mongo/listed_name.h"
#include "mongo/read_command.h"
#include "mongo/server_cursor.h"

namespace mongokeep::mongo {

namespace {

std::string uuid_at(const bson_t& document) {
  bson_iter_t found;
  if (!bson_iter_init(&found, &document) || !bson_iter_find_descendant(&found, "info.uuid", &found) ||
      !BSON_ITER_HOLDS_BINARY(&found)) {
    return {};
  }
  std::uint32_t length = 0;
  const std::uint8_t* data = nullptr;
  bson_iter_binary(&found, nullptr, &length, &data);
  return {data, data + length};
}

/// Not every server calls a time-series collection one; its options tell. The buckets behind it have the same options.
std::string type_of(const bson_t& entry, const std::string& name) {
  bson_iter_t found;
  const bool has_time =
      bson_iter_init(&found, &entry) && bson_iter_find_descendant(&found, "options.timeseries", &found);
  if (has_time && !name.starts_with("system.")) return "timeseries";
  const std::string type = text_at(entry, "type");
  return type.empty() ? "collection" : type;
}

bool is_known_type(const std::string& type) {
  return type == "collection" || type == "view" || type == "timeseries";
}

CollectionInfo info_from(const bson_t& entry, std::size_t number) {
  ListedName name = listed_name(entry, "collection", number);
  CollectionInfo info{std::move(name.text), {}, extjson::empty_document(), uuid_at(entry), std::move(name.fault)};
  info.type = type_of(entry, info.name);
  bson_iter_t found;
  if (bson_iter_init_find(&found, &entry, "type") && !BSON_ITER_HOLDS_UTF8(&found)) {
    info.fault = "the server lists it with a `type` that is not a string";
  } else if (!is_known_type(info.type)) {
    info.fault = "the server lists it with the type `" + ListedName::shown(info.type) + "`, which is not known";
    info.type = "collection";
  }
  if (!bson_iter_init_find(&found, &entry, "options")) return info;
  if (!BSON_ITER_HOLDS_DOCUMENT(&found)) {
    info.fault = "the server lists it with `options` that are not a document";
    return info;
  }
  std::uint32_t length = 0;
  const std::uint8_t* data = nullptr;
  bson_iter_document(&found, &length, &data);
  info.options.assign(data, data + length);
  return info;
}

/// Each name once. What is listed twice in the same way is one collection; otherwise nobody can tell which it is.
void merge_equal_names(std::vector<CollectionInfo>& infos) {
  std::vector<CollectionInfo> merged;
  for (CollectionInfo& info : infos) {
    if (merged.empty() || merged.back().name != info.name) {
      merged.push_back(std::move(info));
      continue;
    }
    const CollectionInfo& other = merged.back();
    if (info.identity == other.identity && info.type == other.type && info.options == other.options) continue;
    merged.back().fault = "the server lists it twice, as different collections";
  }
  infos = std::move(merged);
}

/// Asks a server of the client's read preference, and goes over what it gives. The driver's own listings ask the
/// primary, whatever was said. The connection string's read concern is not sent: these commands do not take one.
template <typename Visit>
std::optional<Failure> list(const Client& client, const std::string& database, UniqueBson command,
                            const std::string& operation, const std::string& subject, Visit visit) {
  ServerCursor cursor(
      client, {.ns = {database, {}}, .command = std::move(command), .operation = operation, .subject = subject});
  return for_each(cursor, [&](extjson::BsonView found) { visit(static_bson(found)); });
}

std::vector<CollectionInfo> list_matching(const Client& client, const std::string& database, const bson_t* filter) {
  UniqueBson command(BCON_NEW("listCollections", BCON_INT32(1), "cursor", "{", "}"));
  if (filter != nullptr) BSON_APPEND_DOCUMENT(command.get(), "filter", filter);
  std::vector<CollectionInfo> found;
  const auto failure = list(client, database, std::move(command), "list the collections of", database,
                            [&](const bson_t& entry) { found.push_back(info_from(entry, found.size() + 1)); });
  if (failure) throw failure->error;
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& left, const auto& right) { return left.name < right.name; });
  merge_equal_names(found);
  return found;
}

/// Whether the server is there and does not tell its version. Nothing depends on that.
bool is_withheld(int code) {
  constexpr std::array codes = {code::unauthorized, code::command_not_found, code::api_strict_error};
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

std::string server_version(const Client& client, Patience& patience) {
  const UniqueBson command(BCON_NEW("buildInfo", BCON_INT32(1)));
  for (;;) {
    Reply reply;
    const auto failure = read_command(client, "admin", *command, reply, "connect to", client.hosts());
    if (!failure) return text_at(reply.document(), "version");
    if (is_withheld(failure->code)) return {};
    // The driver itself has looked for a server as long as the connection string says.
    const bool may_come_back = failure->error.kind() == ErrorKind::connection && failure->was_sent;
    if (!may_come_back || !patience.wait()) throw failure->error;
  }
}

std::vector<DatabaseInfo> list_database_infos(const Client& client) {
  constexpr const char* operation = "list the databases of";
  const UniqueBson command(BCON_NEW("listDatabases", BCON_INT32(1), "nameOnly", BCON_BOOL(true)));
  Reply reply;
  if (const auto failure = read_command(client, "admin", *command, reply, operation, client.hosts())) {
    throw failure->error;
  }
  bson_iter_t found;
  bson_iter_t databases;
  if (!bson_iter_init_find(&found, &reply.document(), "databases") || !BSON_ITER_HOLDS_ARRAY(&found) ||
      !bson_iter_recurse(&found, &databases)) {
    throw Error(ErrorKind::server, operation, client.hosts(), "the answer contains no list of databases");
  }
  std::vector<DatabaseInfo> infos;
  while (bson_iter_next(&databases)) {
    ListedName name = listed_name(databases, "database", infos.size() + 1);
    if (name.fault.empty()) name.fault = wrong_database(name.text);
    infos.push_back({std::move(name.text), std::move(name.fault)});
  }
  const auto is_before = [](const auto& left, const auto& right) { return left.name < right.name; };
  const auto is_same = [](const auto& left, const auto& right) { return left.name == right.name; };
  std::stable_sort(infos.begin(), infos.end(), is_before);
  infos.erase(std::unique(infos.begin(), infos.end(), is_same), infos.end());
  return infos;
}

std::vector<std::string> list_databases(const Client& client) {
  std::vector<std::string> names;
  for (DatabaseInfo& info : list_database_infos(client)) {
    if (info.fault.empty()) names.push_back(std::move(info.name));
  }
  return names;
}

std::vector<CollectionInfo> list_collections(const Client& client, const std::string& database) {
  return list_matching(client, database, nullptr);
}

std::optional<CollectionInfo> find_collection(const Client& client, const Namespace& ns) {
  const UniqueBson filter(BCON_NEW("name", BCON_UTF8(ns.collection.c_str())));
  const std::vector<CollectionInfo> found = list_matching(client, ns.database, filter.get());
  // Not every server applies the filter.
  const auto same =
      std::find_if(found.begin(), found.end(), [&](const auto& info) { return info.name == ns.collection; });
  if (same == found.end()) return std::nullopt;
  return *same;
}

bool is_gone(const Client& client, const Namespace& ns, const Failure& failure) {
  if (failure.code != code::namespace_not_found) return false;
  if (!find_collection(client, ns)) return true;
  throw Error(ErrorKind::server, failure.error.operation(), ns.text(),
              "the server says that there is no such collection, and lists it",
              "Run the command again. A member of a replica set may lag behind the others");
}

std::optional<std::vector<extjson::BsonBytes>> list_indexes(const Client& client, const Namespace& ns) {
  UniqueBson command(BCON_NEW("listIndexes", BCON_UTF8(ns.collection.c_str()), "cursor", "{", "}"));
  constexpr const char* operation = "list the indexes of";
  std::vector<extjson::BsonBytes> indexes;
  const auto failure = list(client, ns.database, std::move(command), operation, ns.text(), [&](const bson_t& entry) {
    const ListedName name = listed_name(entry, "index", indexes.size() + 1);
    if (!name.fault.empty()) throw Error(ErrorKind::server, operation, ns.text(), name.text + ": " + name.fault);
    indexes.push_back(bytes_of(entry));
  });
  if (!failure) return indexes;
  if (is_gone(client, ns, *failure)) return std::nullopt;
  throw failure->error;
}

std::uint64_t estimated_count(const Client& client, const Namespace& ns) {
  const UniqueCollection handle(mongoc_client_get_collection(client.get(), ns.database.c_str(), ns.collection.c_str()));
  Reply reply;
  bson_error_t error{};
  const std::int64_t count =
      mongoc_collection_estimated_document_count(handle.get(), nullptr, client.read_prefs(), reply.out(), &error);
  if (count < 0 && error.domain == 0) {
    throw Error(ErrorKind::server, "count the documents of", ns.text(), "the answer is negative");
  }
  if (count < 0) throw failure_from(client, error, &reply.document(), "count the documents of", ns.text()).error;
  return static_cast<std::uint64_t>(count);
}

}  // namespace mongokeep::mongo
