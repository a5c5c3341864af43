#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mongokeep::test {

/// The head of an HTTP/1.1 request or answer.
struct HttpHead {
  std::string text;                            ///< as it came, with the empty line at its end
  std::string first_line;                      ///< without its line end
  std::map<std::string, std::string> headers;  ///< names in lower case

  /// The value of a header, or nothing; the name in lower case.
  std::optional<std::string> header(const std::string& name) const;
  /// Content-Length; 0 where there is none.
  std::uint64_t content_length() const;
};

inline constexpr std::string_view end_of_http_head = "\r\n\r\n";

HttpHead parse_http_head(std::string text);

}  // namespace mongokeep::test
