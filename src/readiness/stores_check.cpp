#include "readiness/stores_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "archive/root.h"
#include "readiness/exposure_check.h"
#include "store/arrivals.h"
#include "store/guarantees.h"
#include "store/stores.h"

namespace mongokeep::readiness {

namespace {

/// Less than a check may take as a whole: what rclone waited for is worth more than that it did.
constexpr std::chrono::seconds longest_patience{15};

StoresSettings hurried(StoresSettings settings) {
  settings = store::for_a_look(std::move(settings));
  settings.patience = std::min(*settings.patience, longest_patience);
  return settings;
}

bool had_some(const std::filesystem::path& root, const std::string& store) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(root, unknown)) return false;
  std::string trouble;
  return store::Arrivals::read(archive::open_root(root), trouble).has_any_in(store);
}

}  // namespace

void check_rclone(const ReadinessSettings& settings, Findings& findings, const std::stop_token& stop) {
  tell_exposures(Topic::stores, exposures_of_stores(settings.stores), findings);
  try {
    const store::RcloneProgram program = store::Stores(settings.stores).program(stop);
    findings.add(Topic::stores, Verdict::ok,
                 fmt::format("rclone {}.{}, {}", program.version.major, program.version.minor, program.path.string()));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::stopped) throw;
    findings.add(Topic::stores, Verdict::failed, error);
  }
}

void check_store(const ReadinessSettings& settings, const std::string& name, Findings& findings,
                 const std::stop_token& stop) {
  try {
    const auto remote = store::Stores(hurried(settings.stores)).remote(name, stop);
    const store::RemoteFacts facts = remote->facts(stop);
    const store::StoreRoot held(remote, stop);
    store::check_presence(held, facts, name, had_some(settings.backup.root, name));
    findings.add(
        Topic::stores, Verdict::ok,
        held.exists()
            ? fmt::format("{}: {} answers and can be listed; nothing was written", name, remote->settings().remote)
            : fmt::format("{}: {} answers; the first push creates its folder", name, remote->settings().remote));
    const std::string weakness = store::weakness_of(remote->rclone().program(), facts);
    if (weakness.empty()) return;
    findings.add(Topic::stores, Verdict::warning, fmt::format("{}: {}", name, weakness), store::remedy_of_weakness());
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::stopped) throw;
    // Of the program itself somebody else tells.
    if (error.kind() == ErrorKind::configuration) {
      return findings.add_unlooked({Topic::stores}, fmt::format("{}: rclone cannot be used", name));
    }
    findings.add(Topic::stores, Verdict::failed, fmt::format("{}: {}", name, text_of(error)), error.hint());
  }
}

}  // namespace mongokeep::readiness
