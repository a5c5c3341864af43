#include "base/file.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "mongokeep/error.h"

namespace mongokeep {

void write_all(int descriptor, std::string_view bytes, const std::string& subject) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw storage_error("write to", subject, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::size_t read_some(int descriptor, std::span<char> room, const std::string& subject) {
  for (;;) {
    const ssize_t got = ::read(descriptor, room.data(), room.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw storage_error("read", subject, errno);
  }
}

std::string read_whole(int descriptor, std::size_t limit, const std::string& subject) {
  std::string text;
  std::array<char, 65536> room{};
  if (::lseek(descriptor, 0, SEEK_SET) != 0) throw storage_error("read", subject, errno);
  while (const std::size_t got = read_some(descriptor, room, subject)) {
    if (text.size() + got > limit) {
      throw Error(ErrorKind::storage, "read", subject, "it is larger than " + std::to_string(limit) + " bytes");
    }
    text.append(room.data(), got);
  }
  return text;
}

void sync_descriptor(int descriptor, const std::string& subject) {
  while (::fsync(descriptor) != 0) {
    if (errno != EINTR) throw storage_error("sync", subject, errno);
  }
}

}  // namespace mongokeep
