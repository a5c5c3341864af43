#pragma once

#include "readiness/findings.h"
#include "readiness/space_check.h"

namespace mongokeep::readiness {

/// Whether backups can be written to the root, without writing anything: is it there, or can it be made, may this user
/// write, what kind of file system it is, who is at work in it. Tells the figures how much room there is.
void check_root(const BackupSettings& settings, Findings& findings, SharedFigures& figures);

}  // namespace mongokeep::readiness
