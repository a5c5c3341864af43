#pragma once

#include <cstddef>
#include <string_view>

// How a manifest's text is laid out, for who writes it and who reads it (docs/backup-format.md, "manifest.json").

namespace mongokeep::archive {

inline constexpr const char* canonical_text = "canonical";
inline constexpr const char* natural_order = "natural";

/// Stands between the checked text and its checksum, which is always the last member.
inline constexpr std::string_view checksum_opening = ",\n  \"xxh3_128\": \"";
inline constexpr std::string_view checksum_closing = "\"\n}\n";
/// Stands before the sealed part. No text of ours has it within: it begins a line, with the indent of the first level.
inline constexpr std::string_view sealed_opening = ",\n  \"sealed\": \"";
inline constexpr std::string_view collections_opening = "\n  \"collections\": [";
inline constexpr std::string_view collections_closing = "\n  ]";
/// A member of the first level, and one of a collection, each on a line of its own.
inline constexpr std::size_t indent = 2;
inline constexpr std::size_t record_indent = 6;

/// A sealed part's text without the `=` that it is padded with; as it is where these are not as they ought to be.
inline std::string_view without_padding(std::string_view text) {
  if (text.size() % 4 != 0) return text;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return text;
}

}  // namespace mongokeep::archive
