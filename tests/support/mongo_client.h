#pragma once

#include <mongoc/mongoc.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::test {

/// The bytes of one BSON document.
using Bytes = std::vector<std::uint8_t>;

/// What the server, or the driver, refused.
class MongoError : public std::runtime_error {
 public:
  MongoError(const std::string& operation, const bson_error_t& error)
      : std::runtime_error("cannot " + operation + ": " + error.message + " (" + std::to_string(error.code) + ")"),
        code_(error.code) {}
  std::uint32_t code() const { return code_; }

 private:
  std::uint32_t code_;
};

/// A plain client to prepare and inspect databases with, apart from the code under test. Documents are given as
/// Extended JSON or as raw bytes, which are sent as they are. All functions throw MongoError; one thread at a time.
class MongoClient {
 public:
  explicit MongoClient(const std::string& uri);

  /// The reply, as relaxed Extended JSON.
  std::string command(const std::string& database, std::string_view command);

  /// `options` as the `create` command takes them beside the name.
  void create_collection(const std::string& database, const std::string& name, std::string_view options = "{}");
  /// `index` as an element of `createIndexes`' array: {"key": …, "name": …, …}.
  void create_index(const std::string& database, const std::string& collection, std::string_view index);
  void drop_collection(const std::string& database, const std::string& name);
  void drop_database(const std::string& database);

  void insert(const std::string& database, const std::string& collection, std::string_view json);
  void insert(const std::string& database, const std::string& collection, const std::vector<Bytes>& documents);

  std::vector<std::string> collection_names(const std::string& database);
  std::uint64_t count(const std::string& database, const std::string& collection);
  /// All documents, sorted by `_id`.
  std::vector<Bytes> find_all(const std::string& database, const std::string& collection);

  /// For what is missing here.
  mongoc_client_t* get() { return client_.get(); }

 private:
  struct Destroy {
    void operator()(mongoc_client_t* client) const { mongoc_client_destroy(client); }
  };
  std::unique_ptr<mongoc_client_t, Destroy> client_;
};

/// The bytes of the document that `json`, in Extended JSON, describes. Throws MongoError.
Bytes bson_from_json(std::string_view json);
/// The document as libbson writes it in relaxed Extended JSON. Throws std::runtime_error when it is not BSON.
std::string relaxed_json(const Bytes& document);

/// A fail point `failCommand` of the server (servers of full_servers), off again in the end.
class FailPoint {
 public:
  /// `mode`: `"alwaysOn"`, `{"times": 1}` or `{"skip": 2}`. `data`: {"failCommands": ["find"], "errorCode": 13}, or
  /// with "closeConnection": true, "blockConnection": true and "blockTimeMS", or "appName". The servers ignore
  /// "namespace".
  FailPoint(const std::string& uri, std::string_view mode, std::string_view data);
  ~FailPoint();
  FailPoint(const FailPoint&) = delete;
  FailPoint& operator=(const FailPoint&) = delete;

 private:
  MongoClient client_;
};

}  // namespace mongokeep::test
