#pragma once

#include <stop_token>
#include <vector>

#include "backup/selection.h"
#include "mongo/connection.h"
#include "readiness/findings.h"

namespace mongokeep::readiness {

/// Whether the user may read what is chosen, found out by reading a little of it; and whether he may do more than a
/// backup needs. Many collections are not all tried.
void check_rights(const mongo::Client& client, const std::vector<backup::Target>& targets, Findings& findings,
                  const std::stop_token& stop);

}  // namespace mongokeep::readiness
