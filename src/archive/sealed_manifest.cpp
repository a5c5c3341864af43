#include "archive/sealed_manifest.h"

#include <utility>

#include "archive/file_name.h"
#include "mongokeep/error.h"
#include "stream/age/age_file.h"
#include "stream/age/age_sink.h"
#include "stream/age/crypto.h"
#include "stream/memory_read_at.h"
#include "stream/string_sink.h"

namespace mongokeep::archive {

namespace {

std::string text_in(const stream::ReadAt& sealed, stream::age::FileKey key, const std::string& subject) {
  const stream::age::AgeFile decrypted(sealed, std::move(key), subject);
  std::string text(decrypted.size(), '\0');
  decrypted.read_at(0, text);
  return text;
}

}  // namespace

Manifest sealed_for(const stream::age::Recipients& recipients, Manifest manifest) {
  const auto key = stream::age::FileKey::generate();
  manifest.sealed.clear();
  manifest.shown_sha256 = stream::age::sha256_text(text_to_show(manifest));
  const std::string whole = to_text(manifest);
  std::string sealed;
  stream::StringSink end(sealed);
  stream::age::AgeSink encrypted(key, recipients.header_for(key), end);
  encrypted.write(whole);
  encrypted.finish();
  // Without it no file of the backup is any good: it must lead back before anybody relies on it.
  if (text_in(stream::MemoryReadAt(sealed), key.copy(), "the sealed part of the manifest") != whole) {
    throw Error(ErrorKind::damaged, "seal the manifest", "", "the sealed text does not decrypt to the original",
                "Check the memory of this machine before you trust it with backups");
  }
  manifest.sealed = std::move(sealed);
  return manifest;
}

Manifest opened_with(const stream::age::Identities& identities, const Manifest& closed, std::string_view text,
                     const std::string& subject) {
  const stream::MemoryReadAt sealed(closed.sealed);
  Manifest manifest = parse_manifest(text_in(sealed, identities.open(sealed, subject), subject), subject);
  for (const CollectionRecord& record : manifest.collections) {
    if (!form_of(record.file).is_encrypted || !record.key_mark.empty()) continue;
    throw Error(ErrorKind::damaged, "read the manifest", subject,
                "it does not say by which key " + record.file + " is encrypted",
                "The manifest was edited after the backup was made; use another backup");
  }
  manifest.sealed = closed.sealed;
  const std::string_view shown = shown_part(text);
  const bool is_whole = text_with_sealed(shown, manifest.sealed) == text;
  if (is_whole && stream::age::sha256_text(shown) == manifest.shown_sha256) return manifest;
  throw Error(ErrorKind::damaged, "read the manifest", subject, "its readable part differs from its sealed part",
              "The manifest was edited after the backup was made; use another backup");
}

}  // namespace mongokeep::archive
