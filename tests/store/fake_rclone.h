#pragma once

#include <filesystem>
#include <string>

#include "support/files.h"

namespace mongokeep::test {

/// Writes a program that speaks like rclone over a store of an enemy's. `commands`: branches of a shell's `case` by the
/// command, before those that do no harm. It keeps the one file that is written to it, which is a push's mark.
inline std::filesystem::path write_fake_rclone(const std::filesystem::path& path, const std::string& commands) {
  std::filesystem::remove(path.string() + ".mark");
  write_file(path,
             "#!/bin/sh\n[ $# -gt 1 ] || { [ $1 = version ] && echo 'rclone v1.75.2' || echo '- xxh128'; exit; }\n"
             "case $1 in\n" +
                 commands +
                 "\ncopyto) cp \"$2\" \"$0.mark\";; deletefile) rm -f \"$0.mark\";;\n"
                 "cat) case $2 in *.arriving-*) [ ! -e \"$0.mark\" ] || cat \"$0.mark\";; esac;;\n"
                 "backend) echo '{\"Root\":\"shop\",\"Hashes\":[],\"Features\":{\"BucketBased\":true}}';;\n"
                 "lsjson) printf '[\\n]\\n';;\nesac\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

}  // namespace mongokeep::test
