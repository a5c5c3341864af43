#pragma once

#include <sys/types.h>

#include <string>

namespace mongokeep {

// Calls that change the names in an open folder. A network file system may have done what it answers with an error: the
// first answer got lost, and the second try found it done (NFS: EEXIST, ENOENT), or the server said EIO too late. So
// after every error these look what is there now, by the identity of the file, and count as done what is done.

/// What became of a change.
struct NameChange {
  int error = 0;         ///< an errno; 0: it is done
  bool is_known = true;  ///< false: it failed, and what is there now cannot be seen
  bool is_done() const { return error == 0; }
};

/// A folder that must not be there yet.
NameChange make_folder(int folder, const std::string& name, mode_t mode);
/// Something that has the new name already stays, and is an error (EEXIST).
NameChange rename_to_free_name(int folder, const std::string& from, const std::string& to);
/// What has the new name goes.
NameChange rename_over(int folder, const std::string& from, const std::string& to);
/// Lets two entries change their names with each other, in one step.
NameChange exchange_names(int folder, const std::string& one, const std::string& other);
/// A file, or a link; with `flags` = AT_REMOVEDIR an empty folder. What is not there (any more) counts as removed.
NameChange remove_name(int folder, const std::string& name, int flags = 0);

/// For the error about a change of which nothing is known; empty for others.
std::string hint_about(const NameChange& change);

}  // namespace mongokeep
