#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mongokeep::stream::age {

/// What has to become of a file of the kit. (The kit's "armor failure" is of files that we leave out.)
enum class Expected { success, no_match, hmac_failure, header_failure, payload_failure };

/// One file of the age test kit: some facts, and the age file that they are about.
struct KitFile {
  std::string name;
  Expected expected = Expected::success;
  std::vector<std::string> identities;
  std::vector<std::string> passphrases;
  /// SHA-256, in hex digits, of the plaintext that may be given out, even of a file that is bad further on; empty for a
  /// file whose header is refused.
  std::string payload;
  std::string file;

  /// With a key of a kind that we do not have: for recipients of the post-quantum kind.
  bool needs_foreign_key() const;
};

/// The files of the kit, by name; those of the text form ("armor"), which we do not read, are named in `armored`
/// instead. Throws std::runtime_error for a file with a fact that is not known here.
std::vector<KitFile> read_kit(const std::filesystem::path& folder, std::vector<std::string>& armored);

}  // namespace mongokeep::stream::age
