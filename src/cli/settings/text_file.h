#pragma once

#include <cstddef>
#include <string>

namespace mongokeep::cli {

/// A file that a setting names.
struct TextFile {
  std::string path;
  std::size_t longest = 0;  ///< in bytes
  std::string operation;    ///< for errors: "read the configuration file"
  std::string subject;      ///< for errors: the path, and where it was given
};

/// The whole text of the file. It may be a pipe, as a shell makes of `<(…)`: it is read once, from where it stands.
/// Throws Error{configuration} when it is not there, is a folder, is too long or cannot be read.
std::string read_text_file(const TextFile& file);

}  // namespace mongokeep::cli
