#include "store/store_facts_check.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "store/guarantees.h"

namespace mongokeep::store {

namespace {

using Topic = StoreCheckTopic;
using Verdict = StoreCheckVerdict;

std::string short_version(RcloneProgram::Version version) {
  return fmt::format("{}.{}", version.major, version.minor);
}

/// The folder's, or that of the first one above it that exists.
std::optional<dev_t> device_of(std::filesystem::path path) {
  struct stat facts {};
  while (::stat(path.c_str(), &facts) != 0) {
    if (!path.has_parent_path() || path == path.parent_path()) return std::nullopt;
    path = path.parent_path();
  }
  return facts.st_dev;
}

}  // namespace

StoreCheckFinding rclone_finding(const RcloneProgram& program, const StoreSettings& settings,
                                 const RemoteFacts& facts) {
  const std::string found = fmt::format("rclone {}, {}", short_version(program.version), program.path.string());
  if (lacks_locks(settings, facts)) {
    return {Topic::rclone, Verdict::problem, found,
            "`lock_days` is set, but this store has no object lock: nothing is locked. Remove the setting"};
  }
  if (settings.lock_days > 0 && program.version < RcloneProgram::locks) {
    return {Topic::rclone, Verdict::problem, found,
            fmt::format("`lock_days` is set, and rclone locks from {} on: every push to this store fails. Install a "
                        "newer one",
                        short_version(RcloneProgram::locks))};
  }
  const std::string weakness = weakness_of(program, facts);
  if (!weakness.empty()) return {Topic::rclone, Verdict::note, weakness, remedy_of_weakness()};
  std::string meaning = facts.has_objects ? "An upload that breaks off leaves no object behind."
                                          : "A file gets its final name only when all of it has arrived.";
  if (!program.knows_our_checksum) meaning += " Files are read back by MD5: rclone knows XXH3 from 1.71 on.";
  return {Topic::rclone, Verdict::ok, found, meaning};
}

StoreCheckFinding hash_finding(const StoreSettings& settings, const RemoteFacts& facts) {
  const bool by_hash = settings.check == StoreSettings::Check::hash;
  if (facts.hash.empty()) {
    return {Topic::hash, by_hash ? Verdict::note : Verdict::ok, "the store tells no hash of a file",
            by_hash ? "`check = \"hash\"` has no effect here: every file is read back after a push"
                    : "Every file is read back after a push"};
  }
  const std::string found = fmt::format("the store tells the {} of a file", facts.hash);
  if (!by_hash) return {Topic::hash, Verdict::ok, found, "Every file is read back after a push all the same"};
  if (facts.is_local) return {Topic::hash, Verdict::ok, found, "It is reckoned from the file's bytes"};
  if (facts.has_objects) {
    return {Topic::hash, Verdict::note, found,
            "`check = \"hash\"` trusts the store: it does not prove that the bytes can be read. Of files above 200 MiB "
            "the store has not reckoned the hash itself. `mongokeep verify STORE:BACKUP` reads them"};
  }
  return {Topic::hash, Verdict::note, found,
          "`check = \"hash\"` runs a command on the server for each file: with many small files, `read` is quicker"};
}

std::optional<StoreCheckFinding> place_finding(const RemoteFacts& facts, const std::filesystem::path& root) {
  if (!facts.is_local || facts.path.empty()) return std::nullopt;
  std::error_code unheard;
  const auto of_store = device_of(facts.path);
  const auto of_root = device_of(std::filesystem::absolute(root, unheard));
  if (of_store && of_store == of_root) {
    return StoreCheckFinding{Topic::place, Verdict::note, "it lies on the same file system as the backups themselves",
                             "A disk that fails takes both. Use another disk; if this is one, it is not mounted"};
  }
  return StoreCheckFinding{Topic::place, Verdict::ok, "it lies on another file system than the backups themselves",
                           "It is in the same machine, unless it is mounted from elsewhere"};
}

}  // namespace mongokeep::store
