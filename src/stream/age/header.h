#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stream/age/file_key.h"
#include "stream/read_at.h"

namespace mongokeep::stream::age {

/// The file key, wrapped for one recipient (C2SP age, "Recipient stanza").
struct Stanza {
  std::vector<std::string> arguments;  ///< the type first
  std::string body;                    ///< bytes
};

/// What stands before the payload of an age file: the version, the stanzas, and a MAC over both.
struct Header {
  /// Of every age file (C2SP age, "File header"): the version, on a line of its own.
  static constexpr std::string_view opening = "age-encryption.org/v1\n";
  /// In bytes. Room for some thousands of recipients.
  static constexpr std::uint64_t largest = std::uint64_t{1} << 20U;

  std::vector<Stanza> stanzas;
  std::string authenticated;  ///< the text that the MAC is of
  std::string mac;            ///< bytes
  std::uint64_t size = 0;     ///< where the payload begins

  /// Reads the header of a file, exactly in the form that the format prescribes. `subject` names the file in errors.
  /// Throws Error{damaged} for anything else, Error{storage}.
  static Header read(const ReadAt& file, const std::string& subject);

  /// Whether this is the header that was made for the key.
  bool is_of(const FileKey& key) const;
};

/// The text of a header with these stanzas, its MAC made with the key.
std::string header_text(const std::vector<Stanza>& stanzas, const FileKey& key);

}  // namespace mongokeep::stream::age
