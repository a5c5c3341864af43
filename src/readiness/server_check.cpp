#include "readiness/server_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "backup/selection.h"
#include "base/log.h"
#include "base/text/counted.h"
#include "base/text/quantity.h"
#include "mongo/deployment.h"
#include "readiness/exposure_check.h"
#include "readiness/rights_check.h"

namespace mongokeep::readiness {

namespace {

using mongo::Deployment;

/// Of one wait for the server; there are several.
constexpr std::chrono::milliseconds longest_wait(8000);

std::string kind_text(const Deployment& deployment) {
  switch (deployment.kind) {
    case Deployment::Kind::standalone: return "standalone";
    case Deployment::Kind::router: return "a sharded cluster";
    case Deployment::Kind::replica_set:
      return fmt::format("replica set {}, {}", deployment.set_name,
                         deployment.has_primary ? "with its primary" : "no primary found");
  }
  return "";
}

void tell_server(const mongo::Client& client, const Deployment& deployment, Findings& findings) {
  const mongo::Route route = mongo::route_of(client);
  const std::string version = deployment.version.empty() ? "unknown version" : "version " + deployment.version;
  const std::string text =
      fmt::format("{}, {}, {}, {}, {:.1f} ms away", client.hosts(), version, kind_text(deployment),
                  route.is_encrypted ? "TLS" : "no TLS",
                  std::max(0.1, std::chrono::duration<double, std::milli>(deployment.round_trip).count()));
  if (!route.is_encrypted && !route.is_local) {
    return findings.add(
        Topic::server, Verdict::warning, text,
        "Anyone on the network path can read the documents: use tls=true, unless you trust the network");
  }
  findings.add(Topic::server, Verdict::ok, text);
}

void tell_clock(const Deployment& deployment, Findings& findings) {
  if (!deployment.clock_offset) {
    return findings.add(Topic::clock, Verdict::unknown, "the server does not report its time");
  }
  const std::chrono::milliseconds offset = *deployment.clock_offset;
  const auto distance = std::chrono::abs(offset);
  if (distance <= std::chrono::minutes(1)) {
    return findings.add(Topic::clock, Verdict::ok,
                        fmt::format("differs from the server's by at most {}", duration_text(distance)));
  }
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(distance);
  findings.add(Topic::clock, Verdict::warning,
               fmt::format("this machine's clock is {} {} the server's", age_text(seconds),
                           offset.count() > 0 ? "behind" : "ahead of"),
               "One of the two is wrong: `timedatectl` shows whether this clock is synchronized");
}

/// What choose_targets() logs about settings that fit nothing.
void tell_warning(const LogEntry& entry, Findings& findings) {
  if (entry.level != LogLevel::warning) return;
  std::string text = entry.message;
  for (const LogField& field : entry.fields) {
    if (const auto* value = std::get_if<std::string>(&field.value)) text += fmt::format("; {}: {}", field.name, *value);
  }
  findings.add(Topic::database, Verdict::warning, text, "Check its name");
}

std::string choice_text(const std::vector<backup::Target>& targets) {
  std::set<std::string> databases;
  std::size_t views = 0;
  for (const backup::Target& target : targets) {
    databases.insert(target.ns.database);
    if (target.type == "view") ++views;
  }
  const std::string where =
      databases.size() == 1 ? "database " + *databases.begin() : counted(databases.size(), "database");
  const std::size_t collections = targets.size() - views;
  return fmt::format("{}: {} {}{}", where, counted(collections, "collection"),
                     views == 0 ? "" : fmt::format("and {} ", counted(views, "view")),
                     targets.size() == 1 ? "is backed up" : "are backed up");
}

/// Nothing chosen where the choice is wrong, which is told.
std::vector<backup::Target> chosen(const mongo::Client& client, const BackupSettings& settings, const Clock& clock,
                                   Findings& findings) {
  try {
    Log log([&](const LogEntry& entry) { tell_warning(entry, findings); }, clock);
    std::vector<backup::Target> targets = backup::choose_targets(client, settings, log);
    findings.add(Topic::database, Verdict::ok, choice_text(targets));
    return targets;
  } catch (const Error& error) {
    findings.add(Topic::database, Verdict::failed, error);
    return {};
  }
}

/// A guess, which may be had or not.
void measure_data(const mongo::Client& client, const std::vector<backup::Target>& targets, SharedFigures& figures) {
  constexpr std::size_t most_databases = 50;
  std::set<std::string> databases;
  for (const backup::Target& target : targets) databases.insert(target.ns.database);
  if (databases.empty() || databases.size() > most_databases) return;
  try {
    std::uint64_t size = 0;
    for (const std::string& database : databases) size += mongo::data_size(client, database);
    figures.change([&](SpaceFigures& all) { all.data_size = size; });
  } catch (const Error&) {
    // Without it the space is not known, which is a finding.
  }
}

}  // namespace

mongo::Connection hurried_connection(const std::string& uri) {
  mongo::Connection connection = mongo::Connection::open(uri);
  connection.limit_waiting(longest_wait);
  return connection;
}

void check_server(const ReadinessSettings& settings, const Clock& clock, Findings& findings, SharedFigures& figures,
                  const std::stop_token& stop) {
  const std::vector<Topic> others = {Topic::database, Topic::rights, Topic::clock};
  if (settings.uri.empty()) {
    findings.add(Topic::server, Verdict::failed, "no connection string was given",
                 "Set --uri, MONGOKEEP_URI or MONGOKEEP_URI_FILE, or `uri` in the configuration file");
    return findings.add_unlooked(others, "no server was given");
  }
  try {
    mongo::Connection connection = hurried_connection(settings.uri);
    connection.set_read_preference(settings.backup.read_preference);
    const mongo::Client client = connection.acquire(stop);
    const Deployment deployment = mongo::look_at_deployment(client, clock);
    tell_server(client, deployment, findings);
    tell_exposures(Topic::server, exposures_of_server(settings.uri), findings);
    tell_clock(deployment, findings);
    const std::vector<backup::Target> targets = chosen(client, settings.backup, clock, findings);
    if (targets.empty()) return findings.add_unlooked(others, "no collection was found");
    check_rights(client, targets, findings, stop);
    measure_data(client, targets, figures);
  } catch (const Error& error) {
    // Where the server was there a moment ago, what it breaks off at is told.
    const bool was_there = findings.has(Topic::server);
    findings.add(Topic::server, Verdict::failed, error);
    if (!was_there) tell_exposures(Topic::server, exposures_of_server(settings.uri), findings);
    findings.add_unlooked(others, "the server cannot be used");
  }
}

}  // namespace mongokeep::readiness
