#pragma once

#include <filesystem>
#include <string>

#include "support/files.h"

namespace mongokeep::test {

/// Writes a program that speaks like rclone over a store of an enemy's. `commands`: branches of a shell's `case` by the
/// command, before those that do no harm.
inline std::filesystem::path write_fake_rclone(const std::filesystem::path& path, const std::string& commands) {
  write_file(path,
             "#!/bin/sh\n[ $# -gt 1 ] || { [ $1 = version ] && echo 'rclone v1.75.2' || echo '- xxh128'; exit; }\n"
             "case $1 in\n" +
                 commands +
                 "\nbackend) echo '{\"Root\":\"shop\",\"Hashes\":[],\"Features\":{\"BucketBased\":true}}';;\n"
                 "lsjson) printf '[\\n]\\n';;\nesac\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

}  // namespace mongokeep::test
