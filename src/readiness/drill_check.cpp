#include "readiness/drill_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "mongo/catalogue.h"
#include "mongo/deployment.h"
#include "mongo/login.h"
#include "mongokeep/error.h"
#include "readiness/exposure_check.h"
#include "readiness/server_check.h"
#include "restore/scratch_databases.h"

namespace mongokeep::readiness {

namespace {

constexpr std::array needed_actions = {"createCollection", "createIndex",    "dropDatabase", "find",
                                       "insert",           "listCollections"};

/// Whoever encrypts for key pairs needs no secret for it, and a drill does.
void check_keys(const ReadinessSettings& settings, Findings& findings) {
  const Encryption& encryption = settings.backup.encryption;
  const bool is_for_key_pairs = !encryption.recipients.empty() || !encryption.recipients_file.empty();
  if (!is_for_key_pairs || settings.drills.keys.is_given()) return;
  findings.add(Topic::drills, Verdict::failed, "backups are encrypted, but no given key opens them",
               "Set identity_file, or run drills on a machine that has the key");
}

void tell_rights(const mongo::Login& login, const std::string& scratch, Findings& findings) {
  const std::string user = fmt::format("{}", fmt::join(login.users, ", "));
  if (login.users.empty()) {
    return findings.add(Topic::drills, Verdict::ok, "no login is needed to create the scratch database");
  }
  if (login.privileges.empty()) {
    return findings.add(Topic::drills, Verdict::unknown,
                        fmt::format("cannot find out whether {} may create the scratch database", user),
                        "Try it: mongokeep run --once drill");
  }
  std::vector<std::string> missing;
  for (const char* action : needed_actions) {
    if (!login.may(action, scratch)) missing.emplace_back(action);
  }
  if (missing.empty()) {
    return findings.add(Topic::drills, Verdict::ok,
                        scratch.empty() ? fmt::format("{} may create and drop scratch databases", user)
                                        : fmt::format("{} may create and drop the scratch database {}", user, scratch));
  }
  findings.add(Topic::drills, Verdict::failed,
               fmt::format("{} lacks rights that a drill needs in {}: {}", user,
                           scratch.empty() ? "a database of any name" : "the scratch database " + scratch,
                           fmt::join(missing, ", ")),
               scratch.empty() ? "Name the scratch database (drill.database) and grant the role `dbOwner` on it"
                               : fmt::format("Grant the role `dbOwner` on {}", scratch));
}

void check_scratch_database(const mongo::Client& client, const std::string& scratch, Findings& findings) {
  if (!scratch.empty() && !mongo::list_collections(client, scratch).empty()) {
    return findings.add(Topic::drills, Verdict::failed,
                        fmt::format("the scratch database {} exists already and is not empty", scratch),
                        "If a killed drill left it, drop it. Otherwise set another name (drill.database)");
  }
  std::vector<std::string> left;
  try {
    for (std::string& database : mongo::list_databases(client)) {
      if (database.starts_with(restore::ScratchDatabases::prefix)) left.push_back(std::move(database));
    }
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::connection) throw;
    return;  // Who may not list them is not told of them.
  }
  if (left.empty()) return;
  findings.add(Topic::drills, Verdict::warning,
               fmt::format("other drills left scratch databases: {}", fmt::join(left, ", ")),
               "Drop them unless a drill is running");
}

}  // namespace

void check_drills(const ReadinessSettings& settings, const Clock& clock, Findings& findings,
                  const std::stop_token& stop) {
  if (settings.tasks.drill_schedule.empty()) {
    return findings.add(Topic::drills, Verdict::ok, "none are scheduled");
  }
  check_keys(settings, findings);
  const std::string& uri = settings.drill_uri.empty() ? settings.uri : settings.drill_uri;
  if (uri.empty()) return findings.add_unlooked({Topic::drills}, "no server was given");
  try {
    const mongo::Connection connection = hurried_connection(uri);
    const mongo::Client client = connection.acquire(stop);
    mongo::look_at_deployment(client, clock);
    const std::string& scratch = settings.tasks.drill_database;
    check_scratch_database(client, scratch, findings);
    const std::optional<mongo::Login> login = mongo::login_of(client);
    if (!settings.drill_uri.empty()) tell_exposures(Topic::drills, exposures_of_server(settings.drill_uri), findings);
    if (login) return tell_rights(*login, scratch, findings);
    findings.add(Topic::drills, Verdict::unknown, "the server does not report the user's rights",
                 "Try it: mongokeep run --once drill");
  } catch (const Error& error) {
    // The same server's own finding says why.
    if (settings.drill_uri.empty()) return findings.add_unlooked({Topic::drills}, "the server cannot be used");
    findings.add(Topic::drills, Verdict::failed, error);
    tell_exposures(Topic::drills, exposures_of_server(settings.drill_uri), findings);
  }
}

}  // namespace mongokeep::readiness
