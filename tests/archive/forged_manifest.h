#pragma once

#include <stdexcept>
#include <string>

#include "stream/checksum.h"

namespace mongokeep::test {

/// A manifest's text up to its checksum, with the checksum that it needs: whoever can write a root can write any.
inline std::string with_right_checksum(const std::string& body) {
  return body + ",\n  \"xxh3_128\": \"" + stream::checksum_text(body) + "\"\n}\n";
}

/// The text of a manifest after somebody has edited it, and put its checksum right.
inline std::string with_checksum_mended(const std::string& text) {
  return with_right_checksum(text.substr(0, text.rfind(",\n  \"xxh3_128\": \"")));
}

/// The text with the first `old` in it exchanged.
inline std::string with_exchanged(std::string text, const std::string& old, const std::string& replacement) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) throw std::runtime_error("there is no " + old);
  return text.replace(at, old.size(), replacement);
}

/// A manifest with the first `old` in it exchanged, and its checksum put right.
inline std::string forged_manifest(const std::string& text, const std::string& old, const std::string& replacement) {
  return with_checksum_mended(with_exchanged(text, old, replacement));
}

}  // namespace mongokeep::test
