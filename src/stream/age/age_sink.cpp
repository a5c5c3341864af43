#include "stream/age/age_sink.h"

#include <algorithm>
#include <utility>

#include "stream/age/chunks.h"

namespace mongokeep::stream::age {

namespace {

/// Sealed chunks are handed on several at a time.
constexpr std::size_t chunks_in_piece = 4;

std::string fresh_nonce() {
  std::string nonce(payload_nonce_size, '\0');
  fill_random({reinterpret_cast<std::uint8_t*>(nonce.data()), nonce.size()});
  return nonce;
}

}  // namespace

struct AgeSink::State {
  State(const FileKey& key, std::string header, Sink& next_sink)
      : nonce(fresh_nonce()), cipher(payload_key(key, nonce), Aead::Direction::seal), next(next_sink) {
    sealed = std::move(header) + nonce;
    text.reserve(chunk_size);
  }

  void seal(Place place) {
    const std::size_t begin = sealed.size();
    sealed.resize(begin + text.size() + Aead::tag_size);
    cipher.seal(chunk_nonce(number++, place), bytes_of(text),
                {reinterpret_cast<std::uint8_t*>(sealed.data()) + begin, sealed.size() - begin});
    text.clear();
    if (sealed.size() >= chunks_in_piece * sealed_chunk_size || place == Place::last) {
      next.write(sealed);
      sealed.clear();
    }
  }

  std::string nonce;
  Aead cipher;
  Sink& next;
  std::string text;    ///< of the chunk that is being gathered
  std::string sealed;  ///< what is to be handed on
  std::uint64_t number = 0;
};

AgeSink::AgeSink(const FileKey& key, std::string header, Sink& next)
    : state_(std::make_unique<State>(key, std::move(header), next)) {}
AgeSink::~AgeSink() = default;

void AgeSink::write(std::string_view bytes) {
  while (!bytes.empty()) {
    // A full chunk is kept back until there is more: it may be the last one.
    if (state_->text.size() == chunk_size) state_->seal(Place::before_others);
    const std::size_t piece = std::min(bytes.size(), chunk_size - state_->text.size());
    state_->text += bytes.substr(0, piece);
    bytes.remove_prefix(piece);
  }
}

void AgeSink::finish() {
  state_->seal(Place::last);
  state_->next.finish();
}

}  // namespace mongokeep::stream::age
