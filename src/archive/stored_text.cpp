#include "archive/stored_text.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "mongokeep/error.h"
#include "stream/age/age_file.h"
#include "stream/age/header.h"
#include "stream/file_read_at.h"
#include "stream/sequential_source.h"
#include "stream/zstd/zstd_source.h"

namespace mongokeep::archive {

namespace {

/// Of a zstd frame, and of the last three bytes of a skippable one (RFC 8878, sections 3.1.1 and 3.1.2).
constexpr std::string_view zstd_opening = "\x28\xB5\x2F\xFD";
constexpr std::string_view skippable_ending = "\x2A\x4D\x18";

std::string beginning_of(const stream::ReadAt& bytes, std::size_t size) {
  std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes.size())), '\0');
  bytes.read_at(0, text);
  return text;
}

bool begins_with(const stream::ReadAt& bytes, std::string_view opening) {
  return beginning_of(bytes, opening.size()) == opening;
}

bool is_zstd(const stream::ReadAt& bytes) {
  const std::string opening = beginning_of(bytes, zstd_opening.size());
  return opening == zstd_opening || (opening.size() == 4 && opening.substr(1) == skippable_ending);
}

}  // namespace

StoredText::StoredText(std::unique_ptr<stream::ReadAt> file, const std::string& path, FileForm form,
                       const stream::age::Identities& keys, const std::string& key_mark)
    : file_(std::move(file)) {
  if (form.is_encrypted) {
    stream::age::FileKey key = keys.open(*file_, path);
    if (!key_mark.empty() && key.mark() != key_mark) {
      throw Error(ErrorKind::damaged, "read", path, "it is not the file that the sealed manifest describes",
                  "The file was replaced; use another backup");
    }
    decrypt(path, std::move(key));
  }
  decompress(path, form.is_compressed);
}

StoredText::StoredText(std::unique_ptr<stream::ReadAt> file, const std::string& path,
                       const stream::age::Identities& keys)
    : file_(std::move(file)) {
  const bool is_encrypted = begins_with(*file_, stream::age::Header::opening);
  if (begins_with(*file_, "-----BEGIN AGE")) {
    throw Error(ErrorKind::invalid_data, "decrypt", path, "age's armored (text) form is not supported",
                "Decrypt it with `age -d`");
  }
  if (form_of(path).is_encrypted && !is_encrypted) {
    throw Error(ErrorKind::damaged, "decrypt", path, "its name says that it is encrypted, but it is not",
                "Somebody may have replaced the file. To read it anyway, rename it");
  }
  if (is_encrypted) decrypt(path, keys.open(*file_, path));
  const bool is_compressed = is_zstd(decrypted());
  if (form_of(path).is_compressed && !is_compressed) {
    throw Error(ErrorKind::damaged, "decompress", path, "its name says that it is compressed, but it is not");
  }
  decompress(path, is_compressed);
}

StoredText::StoredText(int descriptor, const std::string& path, FileForm form, const stream::age::FileKey* key)
    : file_(std::make_unique<stream::FileReadAt>(descriptor, path)) {
  if (key != nullptr) decrypt(path, key->copy());
  decompress(path, form.is_compressed);
}

void StoredText::decrypt(const std::string& path, stream::age::FileKey key) {
  decrypted_ = std::make_unique<stream::age::AgeFile>(*file_, std::move(key), path);
}

const stream::ReadAt& StoredText::decrypted() const {
  if (decrypted_) return *decrypted_;
  return *file_;
}

void StoredText::decompress(const std::string& path, bool is_compressed) {
  if (is_compressed) {
    text_ = std::make_unique<stream::ZstdSource>(decrypted(), path);
  } else {
    text_ = std::make_unique<stream::SequentialSource>(decrypted());
  }
}

}  // namespace mongokeep::archive
