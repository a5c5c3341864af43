// An application in whose process the nightly tasks run, beside its own work:
//
//   nightly mongodb://127.0.0.1:27017/shop ./backup
//
// makes a backup at 1:00 and cleans up at 3:00 until its standard input ends.

#include <cstdio>
#include <cstdlib>
#include <stop_token>
#include <thread>

#include "mongokeep/backup_service.h"
#include "mongokeep/tasks_service.h"

namespace {

void work_until_the_input_ends() {
  while (std::getchar() != EOF) continue;
}

int run(const char* uri, const char* root) {
  mongokeep::BackupSettings what;
  what.root = root;
  what.models.add("User").add("Product");
  mongokeep::BackupService service(uri, what);

  mongokeep::TasksSettings when;
  when.time_zone = "Europe/Berlin";
  when.hooks.on_failure = "logger --tag shop-backup";
  mongokeep::TasksService tasks(service, when);

  int result = EXIT_SUCCESS;
  std::jthread nights([&](const std::stop_token& stop) {
    try {
      tasks.run(stop);
    } catch (const mongokeep::Error& error) {
      std::fprintf(stderr, "%s\n", error.what());
      result = EXIT_FAILURE;
    }
  });
  work_until_the_input_ends();
  nights.request_stop();
  nights.join();
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s URI FOLDER\n", argv[0]);
    return EXIT_FAILURE;
  }
  try {
    return run(argv[1], argv[2]);
  } catch (const mongokeep::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return EXIT_FAILURE;
  }
}
