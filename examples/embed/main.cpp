// An application that has its own connection to MongoDB and lets mongokeep back up what its models hold, over that same
// connection:
//
//   embed mongodb://127.0.0.1:27017/shop ./backup

#include <mongoc/mongoc.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "mongokeep/backup_service.h"

namespace {

struct DestroyPool {
  void operator()(mongoc_client_pool_t* pool) const { mongoc_client_pool_destroy(pool); }
};
struct DestroyUri {
  void operator()(mongoc_uri_t* uri) const { mongoc_uri_destroy(uri); }
};

/// The application's own connection; a real one has it already.
std::unique_ptr<mongoc_client_pool_t, DestroyPool> connect(const char* text) {
  const std::unique_ptr<mongoc_uri_t, DestroyUri> uri(mongoc_uri_new(text));
  return std::unique_ptr<mongoc_client_pool_t, DestroyPool>(uri ? mongoc_client_pool_new(uri.get()) : nullptr);
}

int back_up(mongoc_client_pool_t* pool, const char* root) {
  mongokeep::BackupSettings settings;
  settings.root = root;
  settings.models.add("User").add("Product").add("Person", "people");

  mongokeep::BackupService service(pool, settings);
  const mongokeep::BackupReport report = service.create_backup();
  for (const mongokeep::CollectionReport& collection : report.collections) {
    std::printf("%s: %llu documents%s%s\n", collection.name.c_str(),
                static_cast<unsigned long long>(collection.documents),
                collection.error.empty() ? "" : ", failed: ", collection.error.c_str());
  }
  std::printf("stored in %s\n", report.folder.c_str());
  return report.status == mongokeep::BackupStatus::complete ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s URI FOLDER\n", argv[0]);
    return EXIT_FAILURE;
  }
  mongoc_init();
  int result = EXIT_FAILURE;
  if (const auto pool = connect(argv[1])) {
    try {
      result = back_up(pool.get(), argv[2]);
    } catch (const mongokeep::Error& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
  } else {
    std::fprintf(stderr, "that is not a connection string\n");
  }
  mongoc_cleanup();
  return result;
}
