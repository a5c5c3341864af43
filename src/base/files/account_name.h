#pragma once

#include <sys/types.h>

#include <string>

namespace mongokeep {

/// The user's name, or "user 1000" where it has none here.
std::string user_name(uid_t user);

/// The name of the user that this process works as.
std::string ourselves();

/// The group's name, or its number: what `chgrp` takes.
std::string group_name(gid_t group);

/// Whether users other than this one are named as members of the group. Those whose first group it is are not looked
/// for: nobody can list them in a short time where accounts are on a server.
bool has_other_members(gid_t group, uid_t than);

/// Whether the number stands for whoever has none here: in a container that maps users (user namespaces), files of all
/// others have it.
bool is_unmapped_user(uid_t user);

}  // namespace mongokeep
