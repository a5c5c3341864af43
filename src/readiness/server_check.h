#pragma once

#include <stop_token>

#include "mongo/connection.h"
#include "readiness/findings.h"
#include "readiness/space_check.h"

namespace mongokeep::readiness {

/// A connection that waits for a few seconds only. Throws Error{configuration}.
mongo::Connection hurried_connection(const std::string& uri);

/// The server of the backups: is it there, which database and collections would be copied, may the user read them, what
/// does its clock show. Tells the figures how much there is to copy.
void check_server(const ReadinessSettings& settings, const Clock& clock, Findings& findings, SharedFigures& figures,
                  const std::stop_token& stop);

}  // namespace mongokeep::readiness
