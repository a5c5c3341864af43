#pragma once

#include <charconv>
#include <string_view>

namespace mongokeep::mongo {

/// Whether the text is the number of a port.
inline bool is_port(std::string_view text) {
  constexpr int most = 65535;
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port >= 1 && port <= most;
}

}  // namespace mongokeep::mongo
