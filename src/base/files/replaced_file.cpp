#include "base/files/replaced_file.h"

#include "base/files/file.h"
#include "base/files/new_file.h"

namespace mongokeep {

void replace_file(const Directory& folder, const std::string& name, std::string_view text) {
  const std::string fresh = name + ".new";
  const std::string subject = (folder.path() / name).string();
  // Left over by a process that died here.
  if (folder.has(fresh)) folder.remove_file(fresh);
  NewFile file(folder, fresh);
  write_all(file.descriptor(), text, subject);
  sync_descriptor(file.descriptor(), subject);
  file.keep_in_place_of(name);
  folder.sync();
}

}  // namespace mongokeep
