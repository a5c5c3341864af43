#include "bson_corpus/json_text.h"

#include <nlohmann/json.hpp>

namespace mongokeep::extjson {

namespace {

/// Where the string that begins at `begin` ends, its closing quote included.
std::size_t string_end(std::string_view text, std::size_t begin) {
  std::size_t index = begin + 1;
  while (text.at(index) != '"') index += text[index] == '\\' ? 2 : 1;
  return index + 1;
}

bool is_space(char character) {
  return std::string_view(" \t\r\n").find(character) != std::string_view::npos;
}

}  // namespace

std::string normalised_json(std::string_view text) {
  std::string normalised;
  for (std::size_t index = 0; index < text.size();) {
    if (text[index] == '"') {
      const std::size_t end = string_end(text, index);
      normalised += nlohmann::json::parse(text.substr(index, end - index)).dump();
      index = end;
    } else {
      if (!is_space(text[index])) normalised += text[index];
      ++index;
    }
  }
  return normalised;
}

}  // namespace mongokeep::extjson
