#pragma once

#include <string_view>

#include "archive/manifest.h"
#include "base/json/json.h"
#include "base/json/json_members.h"

namespace mongokeep::archive {

/// The members of a collection in a manifest.
JsonMembers record_members();

/// Takes from them what every manifest shows. Throws Error{invalid_data} for what is none of ours, and for a file that
/// would lie outside the backup's folder.
void read_shown_members(const Json& json, CollectionRecord& record);

/// Takes the others, which a closed manifest does not have.
void read_own_members(const Json& json, CollectionRecord& record);

/// Whether a collection or database can have this name.
bool is_possible_name(std::string_view name);

/// Whether this is a file in the backup's folder, or in a folder of that. Our names never begin with a dot, and a
/// database's folder is the only one there is: anything else leads elsewhere.
bool is_within_backup(std::string_view file);

}  // namespace mongokeep::archive
