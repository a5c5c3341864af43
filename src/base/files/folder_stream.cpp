#include "base/files/folder_stream.h"

#include <fcntl.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "base/files/file.h"
#include "mongokeep/error.h"

namespace mongokeep {

FolderStream::FolderStream(UniqueFd folder, std::string subject)
    : stream_(::fdopendir(folder.get())), subject_(std::move(subject)) {
  if (!stream_) throw storage_error("read the folder", subject_, errno);
  folder.release();
}

FolderStream FolderStream::of(int folder, std::string subject) {
  // A descriptor of its own, since reading moves its position, and closing closes it.
  UniqueFd own(::openat(folder, ".", folder_flags));
  if (!own) throw storage_error("read the folder", subject, errno);
  return {std::move(own), std::move(subject)};
}

const dirent* FolderStream::next() {
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(stream_.get());
    if (entry == nullptr && errno != 0) throw storage_error("read the folder", subject_, errno);
    const std::string_view name = entry == nullptr ? "" : entry->d_name;
    if (name != "." && name != "..") return entry;
  }
}

}  // namespace mongokeep
