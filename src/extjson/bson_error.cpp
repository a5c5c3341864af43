#include "extjson/bson_error.h"

#include <fmt/format.h>

#include <cstring>

#include "extjson/string_escape.h"
#include "extjson/text_path.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {

namespace {

std::string path_text(std::span<const std::uint8_t* const> path) {
  TextBuffer text;
  for (const std::uint8_t* key : path) {
    if (!text.view().empty()) text.push_back('.');
    Draft draft(text);
    const std::size_t size = strnlen(reinterpret_cast<const char*>(key), longest_path);
    draft.commit(escape(draft, draft.begin(), key, size, key + size));
    if (text.size() > longest_path) {
      text.append("…");
      break;
    }
  }
  return std::string(text.view());
}

}  // namespace

void throw_invalid_bson(std::size_t offset, std::span<const std::uint8_t* const> path, std::string_view cause) {
  std::string place = fmt::format("at byte {}", offset);
  if (!path.empty()) place += fmt::format(", key \"{}\"", path_text(path));
  throw Error(ErrorKind::invalid_data, "read", "a BSON document", fmt::format("{}, {}", place, cause));
}

}  // namespace mongokeep::extjson
