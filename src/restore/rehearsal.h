#pragma once

#include <vector>

#include "restore/document_load.h"

namespace mongokeep::restore {

/// Reads every chosen document of a plan, several files at a time, and counts in `results` what a restore would write
/// and what it could not; where documents are there already, they are looked up. Nothing is changed. Throws
/// Error{damaged}, Error{storage}, Error{stopped}.
void rehearse(const LoadContext& context, const mongo::Client& client, const std::vector<PlannedCollection>& plan,
              std::vector<RestoredCollection>& results);

}  // namespace mongokeep::restore
