#include "base/replaced_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/file.h"
#include "base/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep {

void replace_file(const Directory& folder, const std::string& name, std::string_view text) {
  const std::string fresh = name + ".new";
  const std::string subject = (folder.path() / name).string();
  // Left over by a process that died here.
  if (folder.has(fresh)) folder.remove_file(fresh);
  try {
    const UniqueFd file = folder.create_file(fresh);
    write_all(file.get(), text, subject);
    sync_descriptor(file.get(), subject);
  } catch (const Error&) {
    ::unlinkat(folder.descriptor(), fresh.c_str(), 0);  // the first error is the one to tell
    throw;
  }
  if (::renameat(folder.descriptor(), fresh.c_str(), folder.descriptor(), name.c_str()) != 0) {
    throw storage_error("replace", subject, errno);
  }
  folder.sync();
}

}  // namespace mongokeep
