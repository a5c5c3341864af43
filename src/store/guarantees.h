#pragma once

#include <string>

#include "store/remote.h"
#include "store/store_root.h"

namespace mongokeep::store {

/// What the rclone at hand does not guarantee for this kind of store, as a sentence for a person; empty: nothing.
std::string weakness_of(const RcloneProgram& program, const RemoteFacts& facts);
/// What to do about it.
std::string remedy_of_weakness();

/// Whether copies are to be locked and the store has no locks.
bool lacks_locks(const StoreSettings& settings, const RemoteFacts& facts);

/// Throws Error{storage} where copies are to be locked and the store has no locks: a push that locks nothing must not
/// pass for one that does.
void check_lock(const StoreSettings& settings, const RemoteFacts& facts);

/// Throws Error{storage} where the store's folder is not there and ought to be: it may lie on a disk that is not
/// mounted, and what is written then lands on this machine. `had_some`: whether backups have arrived in it.
void check_presence(const StoreRoot& held, const RemoteFacts& facts, const std::string& store, bool had_some);

}  // namespace mongokeep::store
