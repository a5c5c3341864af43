#include "stream/parts.h"

#include <openssl/crypto.h>
#include <xxhash.h>
#include <zstd.h>

namespace mongokeep::stream {

std::vector<Part> parts() {
  const auto xxhash = static_cast<int>(XXH_versionNumber());
  return {{"zstd", ZSTD_versionString()},
          {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
          {"xxHash", version_text(xxhash / 10000, xxhash / 100 % 100, xxhash % 100)}};
}

}  // namespace mongokeep::stream
