#pragma once

#include <vector>

#include "restore/restore_context.h"
#include "restore/restore_plan.h"

namespace mongokeep::restore {

/// Checks length and checksum of every file of a plan, several at a time, and that the encrypted ones can be decrypted
/// to their ends, so that nothing is changed in a database for the sake of a backup that is damaged or closed to us.
/// Throws Error{damaged}, with each file logged; where the settings accept changed files they are logged only.
void check_inputs(const RestoreContext& context, const archive::OpenBackup& backup,
                  const std::vector<PlannedCollection>& plan);

}  // namespace mongokeep::restore
