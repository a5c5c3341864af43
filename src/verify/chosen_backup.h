#pragma once

#include <filesystem>

#include "mongokeep/verify_service.h"

namespace mongokeep::verify {

/// The folder of the backup that is to be checked. `latest` is the newest one that is complete or ought to be: one that
/// was damaged since must not give way to an older one unseen.
/// Throws Error{usage} when nothing fits, Error{storage}.
std::filesystem::path chosen_backup(const VerifySettings& settings);

}  // namespace mongokeep::verify
