#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mongokeep {

/// What lets others read a secret, or change what we go by; nothing fails for it.
struct Exposure {
  std::string finding;  ///< "every user of this machine can read /etc/uri, which contains a secret (mode 0644)"
  std::string remedy;   ///< what to type
};

/// Who may do what with a file.
enum class FileTrust {
  secret,       ///< only we may read and write it
  public_text,  ///< everybody may read it, and only we may write it
};

/// Looks at the owner and the mode of a file. Nothing for what is no regular file, or cannot be looked at: opening it
/// tells more. We are the effective user; root may do what we may. Members of a group count as others where they are
/// named in it, and always where they can write.
///
/// Who may read a file that a container platform has put there is not asked: Docker and Kubernetes mount secrets that
/// everybody in the container can read, each as a file, or a folder in memory, that is mounted by itself.
std::vector<Exposure> exposures_of_file(const std::filesystem::path& path, FileTrust trust);

/// Looks whether others can write to the folder that holds all backups, or put another one in its place, by its
/// parents, as ssh looks at those of its keys. A folder with the sticky bit is safe for what lies in it. For a root
/// that is not there yet, at the parents that are.
std::vector<Exposure> exposures_of_root(const std::filesystem::path& root);

}  // namespace mongokeep
