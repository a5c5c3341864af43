// The payload of an age file, edited as the input says: what is given out of it is what was sealed at that place, or
// nothing.

#include <algorithm>
#include <string>

#include "fuzz/edits.h"
#include "fuzz/require.h"
#include "fuzz/sealed_file.h"
#include "fuzz/target.h"
#include "stream/age/age_file.h"
#include "stream/memory_read_at.h"

namespace mongokeep::fuzz {

namespace {

/// In bytes; across the borders of chunks.
constexpr std::size_t piece = 50000;

void read(const SealedFile& sealed, const std::string& bytes) {
  const stream::MemoryReadAt file(bytes);
  const stream::age::AgeFile decrypted(file, sealed.identities.open(file, "the input"), "the input");
  require(decrypted.size() == sealed.text.size(), "a file that opens has its true end");
  std::string room(piece, '\0');
  for (std::size_t at = 0; at < decrypted.size(); at += piece) {
    room.resize(std::min<std::size_t>(piece, decrypted.size() - at));
    decrypted.read_at(at, room);
    require(sealed.text.compare(at, room.size(), room) == 0, "what is given out is what was sealed there");
  }
}

}  // namespace

void check_input(std::string_view input) {
  static const SealedFile sealed((std::size_t{2} << 16U) + 1000);
  static const std::size_t header = stream::age::header_size(stream::MemoryReadAt(sealed.file), "the target");
  const std::string bytes = sealed.file.substr(0, header) + edited(sealed.file.substr(header), input);
  const auto is_read = unless_refused(ErrorKind::damaged, [&] {
    read(sealed, bytes);
    return true;
  });
  require(is_read.has_value() == (bytes == sealed.file), "an untouched file is read, and no other");
}

}  // namespace mongokeep::fuzz
