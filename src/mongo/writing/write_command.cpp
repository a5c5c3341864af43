#include "mongo/writing/write_command.h"

#include <algorithm>
#include <optional>
#include <string>

#include "extjson/bson_element.h"
#include "mongo/driver_error.h"
#include "mongo/handles.h"

namespace mongokeep::mongo {

using extjson::BsonView;
using extjson::Element;

namespace {

std::size_t number_at(const bson_t& document, const char* key, std::size_t otherwise) {
  bson_iter_t found;
  if (!bson_iter_init_find(&found, &document, key) || !BSON_ITER_HOLDS_NUMBER(&found)) return otherwise;
  return static_cast<std::size_t>(std::max<std::int64_t>(bson_iter_as_int64(&found), 1));
}

void add_update(extjson::RawDocument& command, const std::string& key, BsonView document) {
  extjson::RawDocument filter = id_filter(document);
  command.begin_document(key);
  command.add_document("q", filter.finish());
  command.add_document("u", document);
  command.add_bool("upsert", true);
  command.end();
}

}  // namespace

WriteLimits write_limits(const Client& client) {
  bson_error_t error;
  const UniqueServerDescription server(mongoc_client_select_server(client.get(), true, nullptr, &error));
  if (!server) throw failure_from(client, error, nullptr, "write to", client.hosts(), Access::write).error;
  // What the drivers' specifications take for a server that does not say.
  constexpr std::size_t usual_document_bytes = 16 * 1024 * 1024;
  constexpr std::size_t usual_documents = 1000;
  const bson_t* hello = mongoc_server_description_hello_response(server.get());
  return {.document_bytes = number_at(*hello, "maxBsonObjectSize", usual_document_bytes),
          .command_documents = number_at(*hello, "maxWriteBatchSize", usual_documents)};
}

std::size_t statement_bytes(WriteMode mode, BsonView document) {
  constexpr std::size_t array_key = 12;
  constexpr std::size_t around_update = 48;
  if (mode != WriteMode::upsert) return document.size + array_key;
  const std::optional<Element> id = extjson::find_element(document, "_id");
  return document.size + (id ? id->value.size() : 0) + around_update + array_key;
}

std::size_t count_that_fits(WriteMode mode, const DocumentBatch& batch, Indexes indexes, const WriteLimits& limits) {
  std::size_t count = 0;
  std::size_t bytes = 0;
  while (count < indexes.size() && count < limits.command_documents) {
    bytes += statement_bytes(mode, batch[indexes[count]]);
    if (count > 0 && bytes > limits.document_bytes) break;
    ++count;
  }
  return count;
}

bool has_empty_timestamp(BsonView document) {
  extjson::ElementReader reader(document);
  while (const std::optional<Element> element = reader.next()) {
    const bool is_empty =
        element->type == extjson::BsonType::timestamp &&
        std::all_of(element->value.begin(), element->value.end(), [](auto byte) { return byte == 0; });
    if (is_empty && element->key != "_id") return true;
  }
  return false;
}

extjson::RawDocument write_command(const WriteContext& context, const DocumentBatch& batch, Indexes indexes,
                                   EmptyTimestamps timestamps) {
  const bool is_update = context.mode == WriteMode::upsert;
  std::size_t bytes = 1024;
  for (const std::size_t index : indexes) bytes += statement_bytes(context.mode, batch[index]);
  extjson::RawDocument command;
  command.reserve(bytes);
  command.add_string(is_update ? "update" : "insert", context.ns.collection);
  command.add_bool("ordered", false);
  if (context.validation == Validation::bypassed) command.add_bool("bypassDocumentValidation", true);
  if (timestamps == EmptyTimestamps::left) command.add_bool("bypassEmptyTsReplacement", true);
  command.begin_array(is_update ? "updates" : "documents");
  std::size_t position = 0;
  for (const std::size_t index : indexes) {
    const std::string key = std::to_string(position++);
    if (is_update) {
      add_update(command, key, batch[index]);
    } else {
      command.add_document(key, batch[index]);
    }
  }
  command.end();
  return command;
}

extjson::RawDocument id_filter(BsonView document) {
  extjson::RawDocument filter;
  if (const std::optional<Element> id = extjson::find_element(document, "_id")) filter.add("_id", id->type, id->value);
  return filter;
}

}  // namespace mongokeep::mongo
