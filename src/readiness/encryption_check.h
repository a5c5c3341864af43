#pragma once

#include <string_view>

#include "archive/packing.h"
#include "readiness/findings.h"

namespace mongokeep::readiness {

inline constexpr std::string_view lone_recipient =
    "Backups are encrypted for one recipient only: if its key is lost, nobody can read them";
inline constexpr std::string_view lone_recipient_hint = "Add a second recipient and keep its key elsewhere";

/// Whether all backups are lost with one key pair; a passphrase is no key pair.
bool has_lone_recipient(const archive::Packing& packing, const Encryption& encryption);

/// Who will be able to read the backups, and whether the files of keys can be read, by the right people only.
void check_encryption(const ReadinessSettings& settings, Findings& findings);

}  // namespace mongokeep::readiness
