#include "readiness/encryption_check.h"

#include <fmt/format.h>

#include <string>

#include "backup/chosen_packing.h"
#include "keys/key_files.h"
#include "readiness/exposure_check.h"

namespace mongokeep::readiness {

namespace {

std::string readers_text(const archive::Packing& packing, const Encryption& encryption) {
  if (!packing.recipients) return "backups are not encrypted";
  if (!encryption.passphrase_file.empty()) return "backups are encrypted with a passphrase";
  const std::size_t count = packing.recipients->count();
  return fmt::format("backups are encrypted for {} recipients", count);
}

void check_recipients(const ReadinessSettings& settings, Findings& findings) {
  const Encryption& encryption = settings.backup.encryption;
  try {
    check_rereadable(encryption, settings.drills.keys);
    const archive::Packing packing = backup::chosen_packing(settings.backup);
    if (has_lone_recipient(packing, encryption)) {
      return findings.add(Topic::encryption, Verdict::warning, std::string(lone_recipient),
                          std::string(lone_recipient_hint));
    }
    findings.add(Topic::encryption, Verdict::ok, readers_text(packing, encryption));
  } catch (const Error& error) {
    findings.add(Topic::encryption, Verdict::failed, error);
  }
}

}  // namespace

bool has_lone_recipient(const archive::Packing& packing, const Encryption& encryption) {
  return packing.recipients && packing.recipients->count() == 1 && encryption.passphrase_file.empty();
}

void check_encryption(const ReadinessSettings& settings, Findings& findings) {
  const DecryptionKeys& keys = settings.drills.keys;
  check_recipients(settings, findings);
  tell_exposures(Topic::encryption, exposures_of_keys(settings.backup.encryption, keys), findings);
  if (!keys.is_given()) return;
  try {
    keys::read_keys(keys);
  } catch (const Error& error) {
    findings.add(Topic::encryption, Verdict::failed, error);
  }
}

}  // namespace mongokeep::readiness

namespace mongokeep {

std::vector<std::string> check_encryption(const BackupSettings& backup, const DecryptionKeys& keys) {
  check_rereadable(backup.encryption, keys);
  const archive::Packing packing = backup::chosen_packing(backup);
  if (keys.is_given()) keys::read_keys(keys);
  if (!readiness::has_lone_recipient(packing, backup.encryption)) return {};
  return {fmt::format("{}. {}", readiness::lone_recipient, readiness::lone_recipient_hint)};
}

}  // namespace mongokeep
