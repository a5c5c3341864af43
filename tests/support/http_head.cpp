#include "support/http_head.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

namespace mongokeep::test {
namespace {

std::string without_line_end(std::string line) {
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

std::optional<std::string> HttpHead::header(const std::string& name) const {
  const auto found = headers.find(name);
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

std::uint64_t HttpHead::content_length() const {
  return std::stoull(header("content-length").value_or("0"));
}

HttpHead parse_http_head(std::string text) {
  HttpHead head;
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  head.first_line = without_line_end(line);
  while (std::getline(lines, line)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    line = without_line_end(line);
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    head.headers[name] = line.substr(colon + 2);
  }
  head.text = std::move(text);
  return head;
}

}  // namespace mongokeep::test
