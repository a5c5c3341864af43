#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "base/files/directory.h"
#include "base/files/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

/// Takes an flock on a file of this name in the folder, made when it is not there and never unlinked, so that two
/// holders cannot come about. Released when the result goes, or with the process, however it ends. Throws `held` when
/// another process has it, Error{storage} when the file system refuses, and for what is no lock of ours: a link, a
/// second name of another file, a pipe.
UniqueFd take_lock(const Directory& folder, const std::string& name, const Error& held);

/// Which process holds the lock of this name, as far as the system says it (/proc/locks): not of other machines, and
/// not of processes that are hidden from this one. 0: one that has no number here. Takes nothing, and makes nothing.
std::optional<pid_t> holder_of_lock(const Directory& folder, const std::string& name);

}  // namespace mongokeep::archive
