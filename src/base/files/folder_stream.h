#pragma once

#include <dirent.h>

#include <memory>
#include <string>

#include "base/files/unique_fd.h"

namespace mongokeep {

/// Reads the names in a folder, one at a time, in no order.
class FolderStream {
 public:
  /// Takes an open folder, whose position nobody else moves. Throws Error{storage} that names `subject`.
  FolderStream(UniqueFd folder, std::string subject);
  /// Of a folder that others have open too.
  static FolderStream of(int folder, std::string subject);

  /// The next entry, but for `.` and `..`; valid until the next call. Null at the end. Throws Error{storage}.
  const dirent* next();
  int descriptor() const { return ::dirfd(stream_.get()); }

 private:
  struct Close {
    void operator()(DIR* stream) const { ::closedir(stream); }
  };

  std::unique_ptr<DIR, Close> stream_;
  std::string subject_;
};

}  // namespace mongokeep
