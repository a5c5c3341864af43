// The least that reading collections can cost: libmongoc's cursor alone, its bytes thrown away.
//
//   bare_cursor [--text | --catalogue] URI NAMESPACE…
//
// --text makes libbson's canonical text of every document and throws that away; --catalogue asks for the list of
// collections and each collection's indexes too, as a backup has to. Prints nothing unless it fails.

#include <mongoc/mongoc.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

template <auto destroy>
struct Destroy {
  void operator()(auto* thing) const { destroy(thing); }
};
using Client = std::unique_ptr<mongoc_client_t, Destroy<mongoc_client_destroy>>;
using Database = std::unique_ptr<mongoc_database_t, Destroy<mongoc_database_destroy>>;
using Collection = std::unique_ptr<mongoc_collection_t, Destroy<mongoc_collection_destroy>>;
using Cursor = std::unique_ptr<mongoc_cursor_t, Destroy<mongoc_cursor_destroy>>;

// Its alignment would be lost as a template's argument, which the compiler warns about.
struct Bson {
  bson_t* value;
  explicit Bson(bson_t* made) : value(made) {}
  ~Bson() { bson_destroy(value); }
  Bson(const Bson&) = delete;
  Bson& operator=(const Bson&) = delete;
};

enum class Reading { bytes, text, catalogue };

struct Options {
  Reading reading = Reading::bytes;
  std::string uri;
  std::vector<std::string> namespaces;
};

Options options_from(int argc, char** argv) {
  Options options;
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words.front().starts_with("--")) {
    if (words.front() != "--text" && words.front() != "--catalogue") throw std::runtime_error("no such option");
    options.reading = words.front() == "--text" ? Reading::text : Reading::catalogue;
    words.erase(words.begin());
  }
  if (words.size() < 2) throw std::runtime_error("usage: bare_cursor [--text | --catalogue] URI NAMESPACE…");
  options.uri = words.front();
  options.namespaces.assign(words.begin() + 1, words.end());
  return options;
}

void read_all(const Cursor& cursor, Reading reading) {
  const bson_t* document = nullptr;
  while (mongoc_cursor_next(cursor.get(), &document)) {
    if (reading == Reading::text) bson_free(bson_as_canonical_extended_json(document, nullptr));
  }
  bson_error_t error;
  if (mongoc_cursor_error(cursor.get(), &error)) throw std::runtime_error(error.message);
}

void read_collection(mongoc_client_t* client, const std::string& name, Reading reading) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) throw std::runtime_error(name + ": not a namespace");
  const Collection collection(
      mongoc_client_get_collection(client, name.substr(0, dot).c_str(), name.substr(dot + 1).c_str()));
  if (reading == Reading::catalogue) {
    read_all(Cursor(mongoc_collection_find_indexes_with_opts(collection.get(), nullptr)), Reading::bytes);
  }
  const Bson all(bson_new());
  const Bson by_id(BCON_NEW("sort", "{", "_id", BCON_INT32(1), "}"));
  read_all(Cursor(mongoc_collection_find_with_opts(collection.get(), all.value, by_id.value, nullptr)), reading);
}

void list_collections(mongoc_client_t* client, const std::vector<std::string>& namespaces) {
  std::set<std::string> names;
  for (const std::string& name : namespaces) names.insert(name.substr(0, name.find('.')));
  for (const std::string& name : names) {
    const Database database(mongoc_client_get_database(client, name.c_str()));
    read_all(Cursor(mongoc_database_find_collections_with_opts(database.get(), nullptr)), Reading::bytes);
  }
}

void read(const Options& options) {
  const Client client(mongoc_client_new(options.uri.c_str()));
  if (client == nullptr) throw std::runtime_error("not a connection string");
  if (options.reading == Reading::catalogue) list_collections(client.get(), options.namespaces);
  for (const std::string& name : options.namespaces) read_collection(client.get(), name, options.reading);
}

}  // namespace

int main(int argc, char** argv) {
  mongoc_init();
  int code = EXIT_SUCCESS;
  try {
    read(options_from(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bare_cursor: %s\n", error.what());
    code = EXIT_FAILURE;
  }
  mongoc_cleanup();
  return code;
}
