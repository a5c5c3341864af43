#include "support/mongo_client.h"

#include <cstdio>
#include <limits>

namespace mongokeep::test {
namespace {

/// Starts the driver once, before the first client.
void start_driver() {
  static const bool is_started = [] {
    mongoc_init();
    return true;
  }();
  (void)is_started;
}

template <typename T, void (*destroy)(T*)>
struct DestroyWith {
  void operator()(T* object) const { destroy(object); }
};

using Collection = std::unique_ptr<mongoc_collection_t, DestroyWith<mongoc_collection_t, mongoc_collection_destroy>>;
using Database = std::unique_ptr<mongoc_database_t, DestroyWith<mongoc_database_t, mongoc_database_destroy>>;
using Cursor = std::unique_ptr<mongoc_cursor_t, DestroyWith<mongoc_cursor_t, mongoc_cursor_destroy>>;
using Bulk =
    std::unique_ptr<mongoc_bulk_operation_t, DestroyWith<mongoc_bulk_operation_t, mongoc_bulk_operation_destroy>>;
using Text = std::unique_ptr<char, DestroyWith<void, bson_free>>;

/// A BSON document of its own.
class Document {
 public:
  Document() { bson_init(&bson_); }
  explicit Document(std::string_view json) {
    bson_error_t error;
    if (!bson_init_from_json(&bson_, json.data(), static_cast<ssize_t>(json.size()), &error)) {
      throw MongoError("read as Extended JSON: " + std::string(json), error);
    }
  }
  ~Document() { bson_destroy(&bson_); }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  bson_t* get() { return &bson_; }
  Bytes bytes() const {
    const std::uint8_t* data = bson_get_data(&bson_);
    return Bytes(data, data + bson_.len);
  }

 private:
  bson_t bson_;
};

bson_t view_of(const Bytes& bytes) {
  bson_t view;
  if (!bson_init_static(&view, bytes.data(), bytes.size()))
    throw std::runtime_error("these bytes are no BSON document");
  return view;
}

std::string text_of(const bson_t& document) {
  const Text text(bson_as_relaxed_extended_json(&document, nullptr));
  if (!text) throw std::runtime_error("this document cannot be written as Extended JSON");
  return text.get();
}

Collection collection_of(mongoc_client_t* client, const std::string& database, const std::string& name) {
  return Collection(mongoc_client_get_collection(client, database.c_str(), name.c_str()));
}

}  // namespace

MongoClient::MongoClient(const std::string& uri) {
  start_driver();
  client_.reset(mongoc_client_new(uri.c_str()));
  if (!client_) throw std::runtime_error("the driver does not take this connection string");
  mongoc_client_set_error_api(client_.get(), MONGOC_ERROR_API_VERSION_2);
}

std::string MongoClient::command(const std::string& database, std::string_view command) {
  Document request(command);
  Document reply;
  bson_error_t error;
  bson_destroy(reply.get());
  if (!mongoc_client_command_simple(client_.get(), database.c_str(), request.get(), nullptr, reply.get(), &error)) {
    throw MongoError("run " + std::string(command), error);
  }
  return text_of(*reply.get());
}

void MongoClient::create_collection(const std::string& database, const std::string& name, std::string_view options) {
  Document wanted(options);
  bson_error_t error;
  const Database handle(mongoc_client_get_database(client_.get(), database.c_str()));
  const Collection made(mongoc_database_create_collection(handle.get(), name.c_str(), wanted.get(), &error));
  if (!made) throw MongoError("create the collection " + name, error);
}

void MongoClient::create_index(const std::string& database, const std::string& collection, std::string_view index) {
  Document request;
  BSON_APPEND_UTF8(request.get(), "createIndexes", collection.c_str());
  const Document wanted(std::string(R"({"indexes": [)") + std::string(index) + "]}");
  const Bytes indexes = wanted.bytes();
  const bson_t view = view_of(indexes);
  bson_concat(request.get(), &view);
  bson_error_t error;
  if (!mongoc_client_command_simple(client_.get(), database.c_str(), request.get(), nullptr, nullptr, &error)) {
    throw MongoError("create the index " + std::string(index), error);
  }
}

void MongoClient::drop_collection(const std::string& database, const std::string& name) {
  bson_error_t error;
  if (!mongoc_collection_drop(collection_of(client_.get(), database, name).get(), &error)) {
    throw MongoError("drop the collection " + name, error);
  }
}

void MongoClient::drop_database(const std::string& database) {
  bson_error_t error;
  const Database handle(mongoc_client_get_database(client_.get(), database.c_str()));
  if (!mongoc_database_drop(handle.get(), &error)) throw MongoError("drop the database " + database, error);
}

void MongoClient::insert(const std::string& database, const std::string& collection, std::string_view json) {
  insert(database, collection, {bson_from_json(json)});
}

void MongoClient::insert(const std::string& database, const std::string& collection,
                         const std::vector<Bytes>& documents) {
  const Collection handle = collection_of(client_.get(), database, collection);
  Document unordered(R"({"ordered": false})");
  Document as_it_is(R"({"validate": false})");
  const Bulk bulk(mongoc_collection_create_bulk_operation_with_opts(handle.get(), unordered.get()));
  bson_error_t error;
  for (const Bytes& document : documents) {
    const bson_t view = view_of(document);
    if (!mongoc_bulk_operation_insert_with_opts(bulk.get(), &view, as_it_is.get(), &error)) {
      throw MongoError("insert into " + collection, error);
    }
  }
  if (mongoc_bulk_operation_execute(bulk.get(), nullptr, &error) == 0) {
    throw MongoError("insert into " + collection, error);
  }
}

std::vector<std::string> MongoClient::collection_names(const std::string& database) {
  bson_error_t error;
  const Database handle(mongoc_client_get_database(client_.get(), database.c_str()));
  char** found = mongoc_database_get_collection_names_with_opts(handle.get(), nullptr, &error);
  if (found == nullptr) throw MongoError("list the collections of " + database, error);
  std::vector<std::string> names;
  for (char** name = found; *name != nullptr; ++name) names.emplace_back(*name);
  bson_strfreev(found);
  return names;
}

std::uint64_t MongoClient::count(const std::string& database, const std::string& collection) {
  Document everything;
  bson_error_t error;
  const std::int64_t counted = mongoc_collection_count_documents(
      collection_of(client_.get(), database, collection).get(), everything.get(), nullptr, nullptr, nullptr, &error);
  if (counted < 0) throw MongoError("count " + collection, error);
  return static_cast<std::uint64_t>(counted);
}

std::vector<Bytes> MongoClient::find_all(const std::string& database, const std::string& collection) {
  Document everything;
  Document options(R"({"sort": {"_id": 1}})");
  const Collection handle = collection_of(client_.get(), database, collection);
  const Cursor cursor(mongoc_collection_find_with_opts(handle.get(), everything.get(), options.get(), nullptr));
  std::vector<Bytes> documents;
  const bson_t* document = nullptr;
  while (mongoc_cursor_next(cursor.get(), &document)) {
    const std::uint8_t* data = bson_get_data(document);
    documents.emplace_back(data, data + document->len);
  }
  bson_error_t error;
  if (mongoc_cursor_error(cursor.get(), &error)) throw MongoError("read " + collection, error);
  return documents;
}

Bytes bson_from_json(std::string_view json) {
  return Document(json).bytes();
}

std::string relaxed_json(const Bytes& document) {
  return text_of(view_of(document));
}

FailPoint::FailPoint(const std::string& uri, std::string_view mode, std::string_view data) : client_(uri) {
  client_.command("admin", R"({"configureFailPoint": "failCommand", "mode": )" + std::string(mode) + R"(, "data": )" +
                               std::string(data) + "}");
}

FailPoint::~FailPoint() {
  // A destructor can only tell: the tests that follow would show it too.
  try {
    client_.command("admin", R"({"configureFailPoint": "failCommand", "mode": "off"})");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "a fail point stays on: %s\n", error.what());
  }
}

}  // namespace mongokeep::test
