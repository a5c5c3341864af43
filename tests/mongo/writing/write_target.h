#pragma once

#include <gmock/gmock.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "mongo/writing/batch_write.h"
#include "support/mongo_client.h"
#include "support/server.h"

namespace mongokeep::mongo {

inline DocumentBatch batch_of(const std::vector<test::Bytes>& documents) {
  DocumentBatch batch;
  for (const test::Bytes& document : documents) batch.add({document.data(), document.size()});
  return batch;
}

inline DocumentBatch batch_of(std::initializer_list<std::string_view> documents) {
  std::vector<test::Bytes> bytes;
  for (const std::string_view json : documents) bytes.push_back(test::bson_from_json(json));
  return batch_of(bytes);
}

inline std::string numbered(int id) {
  return "{\"_id\": " + std::to_string(id) + "}";
}

/// The connection string with one more option, `name=value`.
inline std::string with_option(const std::string& uri, const std::string& option) {
  return uri + (uri.find('?') == std::string::npos ? "?" : "&") + option;
}

/// A collection on a server, and what it takes to write to it.
class WriteTarget {
 public:
  explicit WriteTarget(test::Server& server, const std::string& uri = "")
      : reader_(server.uri()), connection_(Connection::open(uri.empty() ? server.uri() : uri)) {}

  BatchResult write(const DocumentBatch& batch, WriteMode mode = WriteMode::insert) {
    context_.mode = mode;
    return write_batch(context_, batch);
  }

  WriteContext& context() { return context_; }
  const Namespace& ns() const { return ns_; }
  Client& client() { return client_; }
  test::MongoClient& reader() { return reader_; }

  void insert(std::string_view json) { reader_.insert(ns_.database, ns_.collection, json); }
  void create(std::string_view options) { reader_.create_collection(ns_.database, ns_.collection, options); }
  void create_index(std::string_view index) { reader_.create_index(ns_.database, ns_.collection, index); }
  std::vector<test::Bytes> stored_bytes() { return reader_.find_all(ns_.database, ns_.collection); }
  std::vector<std::string> stored_texts() {
    std::vector<std::string> texts;
    for (const test::Bytes& document : stored_bytes()) texts.push_back(test::relaxed_json(document));
    return texts;
  }

 private:
  Namespace ns_{test::fresh_database(), "things"};
  test::MongoClient reader_;
  Connection connection_;
  Client client_ = connection_.acquire();
  WriteContext context_{.client = client_, .ns = ns_};
};

MATCHER_P2(IsRefusal, index, why, "") {
  return arg.index == static_cast<std::size_t>(index) && arg.why == why && !arg.reason.empty();
}

}  // namespace mongokeep::mongo
