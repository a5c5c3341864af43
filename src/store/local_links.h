#pragma once

#include <filesystem>
#include <string>

namespace mongokeep::store {

/// rclone follows links on its way to what it writes or removes. So in a store that is a folder of this machine, such
/// as a mounted NAS, whoever can write there could lead it out of the store; and it waits for a pipe to be written to.
/// Looks at the folder of one backup, which need not be there, and at the notes about it that a push and a clean-up
/// leave beside it. Throws Error{invalid_data} where one of them, or anything in the folder, is neither a folder nor a
/// file.
void refuse_links(const std::filesystem::path& store, const std::string& backup);

/// Refuses a store that is the root itself, lies in it, or has it inside: what is removed in one of them would be
/// missing in the other. Throws Error{configuration}, Error{storage}.
void refuse_own_root(const std::filesystem::path& store, const std::filesystem::path& root, const std::string& name);

}  // namespace mongokeep::store
