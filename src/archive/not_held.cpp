#include "archive/not_held.h"

namespace mongokeep::archive {

std::vector<std::string> not_held(const Manifest& manifest) {
  std::vector<std::string> names = {"users and roles", "search indexes", "sharding", "the databases config and local",
                                    "system collections other than system.js"};
  // Nothing is known of it without a key.
  if (!manifest.is_closed && manifest.server == unknown_server) {
    names.emplace_back("the version of the server");
  }
  return names;
}

}  // namespace mongokeep::archive
