#include "readiness/rights_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "base/stop_wait.h"
#include "mongo/catalogue.h"
#include "mongo/login.h"
#include "mongo/trial_read.h"

namespace mongokeep::readiness {

namespace {

constexpr std::size_t most_tried = 200;
constexpr std::chrono::seconds longest_trial(6);

struct Trial {
  std::size_t tried = 0;
  std::size_t wanted = 0;
  std::vector<std::string> refused;
  std::optional<Error> reason;  ///< of the first
};

Trial try_all(const mongo::Client& client, const std::vector<backup::Target>& targets, const std::stop_token& stop) {
  Trial trial;
  const auto begin = std::chrono::steady_clock::now();
  for (const backup::Target& target : targets) {
    if (target.content != backup::Target::Content::documents || !target.fault.empty()) continue;
    ++trial.wanted;
    const bool is_enough = trial.tried == most_tried || std::chrono::steady_clock::now() - begin > longest_trial;
    if (is_enough) continue;
    throw_if_stopped(stop);
    ++trial.tried;
    try {
      mongo::try_to_read(client, target.ns);
      // As a backup does; views have none.
      if (target.type != "view") mongo::list_indexes(client, target.ns);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::connection) throw;
      trial.refused.push_back(target.ns.text());
      if (!trial.reason) trial.reason = error;
    }
  }
  return trial;
}

void tell(const Trial& trial, Findings& findings) {
  if (trial.reason) {
    const std::string more = trial.refused.size() > 1 ? fmt::format("; and {} more of the {} that were tried",
                                                                    trial.refused.size() - 1, trial.tried)
                                                      : "";
    return findings.add(Topic::rights, Verdict::failed, text_of(*trial.reason) + more, trial.reason->hint());
  }
  findings.add(Topic::rights, Verdict::ok,
               trial.tried == trial.wanted ? fmt::format("all chosen collections can be read ({})", trial.wanted)
                                           : fmt::format("{} of {} chosen collections were tried; they can be read",
                                                         trial.tried, trial.wanted));
}

/// A backup only reads: whoever gets hold of its password should not be able to do more.
void tell_login(const mongo::Client& client, Findings& findings) {
  const std::optional<mongo::Login> login = mongo::login_of(client);
  if (!login) {
    return findings.add(Topic::rights, Verdict::unknown, "the server does not report the user's rights");
  }
  if (login->users.empty()) {
    return findings.add(Topic::rights, Verdict::ok, "the connection string names no user, so nobody is logged in");
  }
  constexpr std::array mighty = {"root", "__system", "userAdminAnyDatabase"};
  for (const char* role : mighty) {
    if (!login->has_role(role)) continue;
    return findings.add(
        Topic::rights, Verdict::warning,
        fmt::format("{} has the role `{}`, but a backup only reads", fmt::join(login->users, ", "), role),
        "Create a user for backups with the role `read` on the database, or `backup`");
  }
  if (login->roles.empty()) {
    return findings.add(Topic::rights, Verdict::unknown,
                        fmt::format("the server does not report the roles of {}", fmt::join(login->users, ", ")));
  }
  findings.add(Topic::rights, Verdict::ok,
               fmt::format("{} has {}", fmt::join(login->users, ", "), fmt::join(login->roles, ", ")));
}

}  // namespace

void check_rights(const mongo::Client& client, const std::vector<backup::Target>& targets, Findings& findings,
                  const std::stop_token& stop) {
  tell(try_all(client, targets, stop), findings);
  tell_login(client, findings);
}

}  // namespace mongokeep::readiness
