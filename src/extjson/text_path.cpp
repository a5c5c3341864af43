#include "extjson/text_path.h"

#include <algorithm>
#include <vector>

#include "base/text/utf8.h"

namespace mongokeep::extjson {

namespace {

/// One object or array that is open.
struct Level {
  bool is_array = false;
  std::size_t index = 0;  ///< of an array's element
  std::string_view key;   ///< of an object's member
  bool has_key = false;
};

/// Where the string that begins at `begin` ends, its closing quote included; the text's end where it has none.
std::size_t string_end(std::string_view text, std::size_t begin) {
  std::size_t index = begin + 1;
  while (index < text.size() && text[index] != '"') index += text[index] == '\\' ? 2 : 1;
  return std::min(index + 1, text.size());
}

std::string dotted(const std::vector<Level>& levels) {
  std::string path;
  for (const Level& level : levels) {
    if (!level.is_array && !level.has_key) continue;
    if (!path.empty()) path += '.';
    path += level.is_array ? std::to_string(level.index) : std::string(level.key);
    if (path.size() > longest_path) {
      std::size_t end = longest_path;
      while ((static_cast<unsigned char>(path[end]) & 0xC0) == 0x80) --end;
      return path.substr(0, end) + "…";
    }
  }
  return path;
}

}  // namespace

std::string path_in_text(std::string_view text, std::size_t offset) {
  std::vector<Level> levels;
  std::string_view last_string;
  for (std::size_t index = 0; index < offset && index < text.size(); ++index) {
    const char mark = text[index];
    if (mark == '"') {
      const std::size_t end = string_end(text, index);
      if (end > offset) break;
      last_string = text.substr(index + 1, end - index - 2);
      index = end - 1;
    } else if (mark == '{' || mark == '[') {
      levels.emplace_back().is_array = mark == '[';
    } else if (levels.empty()) {
      continue;
    } else if (mark == '}' || mark == ']') {
      levels.pop_back();
    } else if (mark == ':') {
      levels.back().key = last_string;
      levels.back().has_key = true;
    } else if (mark == ',') {
      levels.back().has_key = false;
      ++levels.back().index;
    }
  }
  return dotted(levels);
}

}  // namespace mongokeep::extjson
