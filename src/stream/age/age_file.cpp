#include "stream/age/age_file.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "mongokeep/error.h"
#include "stream/age/chunks.h"
#include "stream/age/header.h"

namespace mongokeep::stream::age {

namespace {

/// Room for a text that may be a secret one: an identity file under a passphrase is an age file too.
class WipedBytes {
 public:
  explicit WipedBytes(std::size_t size) : bytes_(size) {}
  ~WipedBytes() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;

  std::span<std::uint8_t> bytes() { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

struct AgeFile::State {
  State(const ReadAt& sealed_file, const FileKey& file_key, std::string path)
      : file(sealed_file), subject(std::move(path)), begin(checked_header_size(file_key)) {
    std::string nonce(payload_nonce_size, '\0');
    if (file.size() < begin + nonce.size() + Aead::tag_size) throw damaged("it is cut off");
    file.read_at(begin, nonce);
    begin += nonce.size();
    key = payload_key(file_key, nonce);
    const std::uint64_t payload = file.size() - begin;
    chunks = (payload + sealed_chunk_size - 1) / sealed_chunk_size;
    if (sealed_size(chunks - 1) < Aead::tag_size) throw damaged("it is cut off");
    size = payload - chunks * Aead::tag_size;
    check_end();
  }

  std::uint64_t checked_header_size(const FileKey& file_key) const {
    const Header header = Header::read(file, subject);
    if (!header.is_of(file_key)) throw damaged("its header was changed");
    return header.size;
  }

  /// Whether the last chunk is the one that was written as the last.
  void check_end() const {
    WipedBytes wiped(text_size(chunks - 1));
    const std::span<std::uint8_t> text = wiped.bytes();
    if (text.empty() && chunks > 1) throw damaged("its last chunk is empty, which the format forbids");
    Aead cipher(key, Aead::Direction::open);
    open_chunk(cipher, chunks - 1, text);
  }

  std::uint64_t begin_of(std::uint64_t chunk) const { return begin + chunk * sealed_chunk_size; }
  std::size_t sealed_size(std::uint64_t chunk) const {
    return static_cast<std::size_t>(std::min<std::uint64_t>(sealed_chunk_size, file.size() - begin_of(chunk)));
  }
  std::size_t text_size(std::uint64_t chunk) const { return sealed_size(chunk) - Aead::tag_size; }

  void open_chunk(Aead& cipher, std::uint64_t chunk, std::span<std::uint8_t> text) const {
    std::vector<char> sealed(sealed_size(chunk));
    file.read_at(begin_of(chunk), sealed);
    const auto nonce = chunk_nonce(chunk, chunk + 1 == chunks ? Place::last : Place::before_others);
    if (cipher.open(nonce, bytes_of({sealed.data(), sealed.size()}), text)) return;
    throw damaged(fmt::format("chunk {} of {}, at byte {}, was changed", chunk + 1, chunks, begin_of(chunk)));
  }

  Error damaged(const std::string& cause) const { return Error(ErrorKind::damaged, "decrypt", subject, cause); }

  const ReadAt& file;
  std::string subject;
  std::uint64_t begin;  ///< of the first chunk
  SecretBytes key;
  std::uint64_t chunks = 0;
  std::uint64_t size = 0;  ///< of the text
};

AgeFile::AgeFile(const ReadAt& file, FileKey key, std::string subject)
    : state_(std::make_unique<State>(file, key, std::move(subject))) {}
AgeFile::~AgeFile() = default;

std::uint64_t AgeFile::size() const {
  return state_->size;
}

void AgeFile::read_at(std::uint64_t offset, std::span<char> room) const {
  if (room.empty()) return;
  Aead cipher(state_->key, Aead::Direction::open);
  while (!room.empty()) {
    const std::uint64_t chunk = offset / chunk_size;
    const auto skipped = static_cast<std::size_t>(offset % chunk_size);
    const std::size_t size = state_->text_size(chunk);
    const std::size_t piece = std::min(room.size(), size - skipped);
    if (piece == size) {
      state_->open_chunk(cipher, chunk, {reinterpret_cast<std::uint8_t*>(room.data()), size});
    } else {
      WipedBytes text(size);
      state_->open_chunk(cipher, chunk, text.bytes());
      std::memcpy(room.data(), text.bytes().data() + skipped, piece);
    }
    room = room.subspan(piece);
    offset += piece;
  }
}

}  // namespace mongokeep::stream::age
