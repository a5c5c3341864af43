#include "archive/sealed_manifest.h"

#include <utility>

#include "mongokeep/error.h"
#include "stream/age/age_file.h"
#include "stream/age/age_sink.h"
#include "stream/memory_read_at.h"
#include "stream/string_sink.h"

namespace mongokeep::archive {

Manifest sealed_for(const stream::age::Recipients& recipients, Manifest manifest) {
  const auto key = stream::age::FileKey::generate();
  std::string sealed;
  stream::StringSink end(sealed);
  stream::age::AgeSink encrypted(key, recipients.header_for(key), end);
  encrypted.write(to_text(manifest));
  encrypted.finish();
  manifest.sealed = std::move(sealed);
  return manifest;
}

Manifest opened_with(const stream::age::Identities& identities, const Manifest& closed, std::string_view text,
                     const std::string& subject) {
  const stream::MemoryReadAt sealed(closed.sealed);
  const stream::age::AgeFile decrypted(sealed, identities.open(sealed, subject), subject);
  std::string whole(decrypted.size(), '\0');
  decrypted.read_at(0, whole);
  Manifest manifest = parse_manifest(whole, subject);
  manifest.sealed = closed.sealed;
  if (to_text(manifest) == text) return manifest;
  throw Error(ErrorKind::damaged, "read the manifest", subject, "what it shows is not what was sealed in it",
              "Somebody has edited it after the backup was made; another backup may be whole");
}

}  // namespace mongokeep::archive
