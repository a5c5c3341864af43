#include "cli/settings/text_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "base/files/file.h"
#include "base/files/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Error cannot_read(const TextFile& file, std::string cause) {
  return Error(ErrorKind::configuration, file.operation, file.subject, std::move(cause));
}

Error cannot_read(const TextFile& file, int error_number) {
  return cannot_read_given(file.operation, file.subject, error_number);
}

std::string read_all(int descriptor, const TextFile& file) {
  std::string text;
  std::array<char, 16384> room{};
  while (const std::size_t got = read_some(descriptor, room, file.subject)) {
    text.append(room.data(), got);
    if (text.size() > file.longest) throw cannot_read(file, fmt::format("it is longer than {} bytes", file.longest));
  }
  return text;
}

}  // namespace

std::string read_text_file(const TextFile& file) {
  const UniqueFd descriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor) throw cannot_read(file, errno);
  struct stat facts {};
  if (::fstat(descriptor.get(), &facts) != 0) throw cannot_read(file, errno);
  if (S_ISDIR(facts.st_mode)) throw cannot_read(file, "it is a folder, not a file");
  try {
    return read_all(descriptor.get(), file);
  } catch (const Error& error) {
    if (error.error_number() == 0) throw;
    throw cannot_read(file, error.error_number());
  }
}

}  // namespace mongokeep::cli
