#pragma once

#include "archive/stored_backup.h"
#include "mongo/redactor.h"
#include "retention/policy.h"

namespace mongokeep::cli {

/// The backup with the texts cleaned that may carry a driver's or server's message: why it, or a collection of it, is
/// not well. Names and paths stay as they are, so that programs find what they name.
archive::StoredBackup cleaned(archive::StoredBackup backup, const mongo::Redactor& redactor);

/// The decision, likewise: its reason may repeat why the backup is not well.
retention::Decision cleaned(retention::Decision decision, const mongo::Redactor& redactor);

}  // namespace mongokeep::cli
