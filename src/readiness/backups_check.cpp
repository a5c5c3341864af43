#include "readiness/backups_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <utility>

#include "archive/local_folder.h"
#include "archive/manifest.h"
#include "archive/root.h"
#include "base/text/quantity.h"
#include "root/health.h"

namespace mongokeep::readiness {

namespace {

namespace fs = std::filesystem;

void judge(root::Evidence evidence, const ReadinessSettings& settings, std::chrono::system_clock::time_point now,
           const fs::path& folder, Findings& findings, SharedFigures& figures) {
  const bool is_any_there = evidence.newest_complete || evidence.newest_part || evidence.newest_failed ||
                            evidence.legacy > 0 || !evidence.from_the_future.empty();
  if (!evidence.from_the_future.empty()) {
    findings.add(Topic::clock, Verdict::warning,
                 fmt::format("backups are dated in the future: {}", fmt::join(evidence.from_the_future, ", ")),
                 "Set this machine's clock. If it is right now, move these folders elsewhere: they never count as the "
                 "newest");
  }
  const HealthReport health = root::judge_health(std::move(evidence), now, settings.max_age, folder);
  if (health.newest_complete) {
    figures.change([&](SpaceFigures& all) {
      all.last_bytes = health.newest_complete->stored_bytes;
      all.last_files = health.newest_complete->files;
    });
  }
  if (!is_any_there) {
    return findings.add(Topic::backups, Verdict::warning, "there is no backup yet",
                        "Make one now, with the same settings");
  }
  if (health.trouble) return findings.add(Topic::backups, Verdict::warning, *health.trouble);
  findings.add(
      Topic::backups, Verdict::ok,
      fmt::format("the newest complete backup, {}, is {} old", health.newest_complete->name, age_text(health.age)));
}

}  // namespace

void check_backups(const ReadinessSettings& settings, std::chrono::system_clock::time_point now, Findings& findings,
                   SharedFigures& figures) {
  const fs::path folder = fs::absolute(settings.backup.root);
  std::error_code missing;
  if (fs::symlink_status(folder, missing).type() == fs::file_type::not_found) {
    return findings.add(Topic::backups, Verdict::warning, "there is no backup yet",
                        "Make one now, with the same settings");
  }
  try {
    const std::string mark = archive::mark_of_selection(settings.drills.usual_selection);
    judge(root::gather_evidence(std::make_shared<archive::LocalFolder>(archive::open_root(folder)), mark, now),
          settings, now, folder, findings, figures);
  } catch (const Error& error) {
    findings.add(Topic::backups, Verdict::warning, error);
  }
}

}  // namespace mongokeep::readiness
