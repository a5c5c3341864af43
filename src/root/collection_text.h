#pragma once

#include <stop_token>
#include <string>

#include "archive/open_backup.h"
#include "mongokeep/backup_root.h"

namespace mongokeep::root {

/// The record of the collection that is meant by a name, or by `database.collection`. Throws Error{usage} where there
/// is none, several, or one of which no documents are stored.
const archive::CollectionRecord& find_collection(const archive::OpenBackup& backup, const std::string& wanted);

/// Gives the collection's text. Throws Error{damaged} where it is not what was written, at the latest behind all of it.
void read_collection(const archive::OpenBackup& backup, const archive::CollectionRecord& record, const TextSink& sink,
                     const std::stop_token& stop);

}  // namespace mongokeep::root
