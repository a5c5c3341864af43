#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "store/remote.h"
#include "store/removal_note.h"

namespace mongokeep::store {

// Removing a backup from a store. A note of what is to go comes first, then the manifest goes, so that nothing passes
// for a backup that is half removed; then the files that the note names, and the note last. A run that is killed in
// between leaves the note, and the next one finishes by it. Only what the manifest names is removed. All functions
// throw Error{storage}, Error{stopped}.

/// Removes a whole backup. Returns the first file in its folder that its manifest does not name: then nothing is
/// removed; empty: all is gone. Throws Error{damaged} as well, for a manifest that cannot be read.
std::string remove_backup(const std::shared_ptr<const Remote>& remote, const std::string& backup,
                          const std::stop_token& stop);

/// Finishes what was begun: the note was read from the store, and there is no manifest.
void finish_removal(const Remote& remote, const RemovalNote& note, const std::stop_token& stop);

/// Removes what a push of this root has left in the folder, which has no manifest, and its mark. Returns the first file
/// there that the mark does not name, or any where there is no mark of this root's: then nothing is removed; empty: all
/// is gone.
std::string remove_arriving(const Remote& remote, const std::string& backup, const std::string& root_id,
                            const std::stop_token& stop);

/// Removes a note, and nothing else: of a removal that had not begun yet.
void remove_note(const Remote& remote, const std::string& backup, const std::stop_token& stop);

}  // namespace mongokeep::store
