#pragma once

#include "restore/document_load.h"

namespace mongokeep::restore {

/// Puts one collection or view of a plan back: makes it, brings in its documents, builds its indexes, and looks whether
/// the server has it as it was stored. `result` has its names and what was found at the target; all else is filled in.
/// Throws as load_documents() does; `result` then says how far it came.
void restore_collection(const LoadContext& context, const mongo::Client& client, const PlannedCollection& planned,
                        RestoredCollection& result);

}  // namespace mongokeep::restore
