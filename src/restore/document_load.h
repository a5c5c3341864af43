#pragma once

#include <functional>
#include <string>

#include "archive/open_backup.h"
#include "base/progress_meter.h"
#include "restore/byte_budget.h"
#include "restore/restore_context.h"
#include "restore/restore_plan.h"
#include "restore/stored_reading.h"

namespace mongokeep::restore {

/// Told, from several threads, when the documents of a collection are in and nothing can have happened to them yet: an
/// index that is built may remove some. Returns what is wrong with them; empty: nothing.
using OnLoaded = std::function<std::string(const mongo::Client&, const PlannedCollection&)>;

/// What bringing in documents needs beside the run's context. All borrowed.
struct LoadContext {
  const RestoreContext& run;
  const archive::OpenBackup& backup;
  const DocumentFilter* filter;  ///< null: all documents
  ProgressBoard& progress;
  ByteBudget& budget;
  std::stop_token stop;
  OnLoaded on_loaded;              ///< null: nobody is told
  ProgressMeter* meter = nullptr;  ///< of the one collection that is restored
};

/// Reads a collection's documents from its text, and sends them to its target, and counts in `result` what becomes of
/// each. Reading and sending overlap: `client` sends, and further ones where the connection has them to give. Throws
/// Error: `connection`, `server` (no document can be written there), `damaged` (the file, or the number of documents in
/// it), `storage`, `stopped`; `result` then says what has gone in.
void load_documents(const LoadContext& context, const mongo::Client& client, const PlannedCollection& planned,
                    archive::StoredText& text, RestoredCollection& result);

}  // namespace mongokeep::restore
