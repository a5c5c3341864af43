#include "restore/scratch_databases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <utility>

#include "base/error_fields.h"
#include "base/patience.h"
#include "base/text/random_digits.h"
#include "mongo/catalogue.h"
#include "mongo/collection_commands.h"
#include "mongo/held_namespace.h"
#include "mongo/patiently.h"
#include "mongokeep/error.h"

namespace mongokeep::restore {

namespace {

/// Different on each call, so that two drills on one server do not meet.
std::string made_up_name() {
  return std::string(ScratchDatabases::prefix) + random_digits(8);
}

/// It is dropped at the end, whoever else puts something into it.
void check_name(const std::string& scratch) {
  std::string why = mongo::wrong_database(scratch);
  if (why.empty() && mongo::is_system_database(scratch)) why = "it is a system database";
  if (why.empty()) return;
  throw Error(ErrorKind::configuration, "use the scratch database", scratch, std::move(why),
              "Name a database that does not exist, or none at all: a drill drops its scratch database at the end");
}

}  // namespace

ScratchDatabases::ScratchDatabases(const mongo::Client& client, Log& log, const std::vector<std::string>& sources,
                                   std::string name, std::stop_token stop)
    : client_(client), log_(log), stop_(std::move(stop)) {
  if (name.empty()) name = made_up_name();
  for (std::size_t index = 0; index < sources.size(); ++index) {
    names_.push_back(index == 0 ? name : fmt::format("{}_{}", name, index + 1));
  }
  for (const std::string& scratch : names_) {
    check_name(scratch);
    Patience patience(stop_);
    if (mongo::patiently(patience, [&] { return mongo::list_collections(client, scratch); }).empty()) continue;
    throw Error(ErrorKind::configuration, "use the scratch database", scratch, "it exists and is not empty",
                "Name a database that does not exist, or none at all: a drill drops its scratch database at the end");
  }
  warn_of_leftovers();
}

ScratchDatabases::~ScratchDatabases() {
  if (is_dropped_) return;
  try {
    drop();
  } catch (const Error& error) {
    log_.error("Cannot drop a scratch database of the drill", error_fields(error));
  }
}

void ScratchDatabases::drop() {
  is_dropped_ = true;
  std::vector<std::string> left;
  std::optional<Error> reason;
  for (const std::string& name : names_) {
    try {
      // It is gone from where the drill looks; that the others follow is the server's affair.
      mongo::Confirmation unneeded;
      Patience patience(stop_);
      mongo::patiently(patience, [&] { mongo::drop_database(client_, name, unneeded); });
    } catch (const Error& error) {
      left.push_back(name);
      reason = error;
    }
  }
  if (!reason) return;
  throw Error(reason->kind(), "drop the scratch database", fmt::format("{}", fmt::join(left, ", ")), reason->cause(),
              "Drop it yourself");
}

/// What a drill that was killed has left. Another one may be at work on it: it is not for us to drop.
void ScratchDatabases::warn_of_leftovers() const {
  std::vector<std::string> left;
  try {
    for (std::string& database : mongo::list_databases(client_)) {
      if (database.starts_with(prefix)) left.push_back(std::move(database));
    }
  } catch (const Error& error) {
    log_.debug("Cannot list the databases", error_fields(error));
    return;
  }
  if (left.empty()) return;
  log_.warning("There are scratch databases of earlier drills; drop them unless a drill is running",
               {{"databases", fmt::format("{}", fmt::join(left, ", "))}});
}

}  // namespace mongokeep::restore
