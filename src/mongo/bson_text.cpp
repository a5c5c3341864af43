#include "mongo/bson_text.h"

#include <cstdint>

namespace mongokeep::mongo {

std::string text_of(const bson_iter_t& element) {
  if (!BSON_ITER_HOLDS_UTF8(&element)) return {};
  std::uint32_t length = 0;
  const char* text = bson_iter_utf8(&element, &length);
  return {text, length};
}

std::string text_at(const bson_t& document, const char* key) {
  bson_iter_t found;
  return bson_iter_init_find(&found, &document, key) ? text_of(found) : std::string();
}

std::string text_at(const bson_iter_t& document, const char* key) {
  bson_iter_t found;
  return bson_iter_recurse(&document, &found) && bson_iter_find(&found, key) ? text_of(found) : std::string();
}

}  // namespace mongokeep::mongo
