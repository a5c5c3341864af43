#include "mongo/parts.h"

#include <mongoc/mongoc.h>

namespace mongokeep::mongo {

std::vector<Part> parts() {
  return {{"libmongoc", mongoc_get_version()}, {"libbson", bson_get_version()}};
}

}  // namespace mongokeep::mongo
