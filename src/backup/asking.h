#pragma once

#include <stop_token>
#include <utility>

#include "base/log.h"
#include "base/patience.h"
#include "mongo/connection.h"
#include "mongo/patiently.h"
#include "mongokeep/error.h"

namespace mongokeep::backup {

/// Whom to ask, and for how long. All borrowed.
struct Asking {
  const mongo::Client& client;
  std::stop_token stop;
  Log& log;
};

/// What `call` gives; what the network broke is tried again, as Patience has it.
template <typename Call>
auto ask(const Asking& asking, Call call) {
  Patience patience(asking.stop);
  return mongo::patiently(patience, std::move(call), [&](const Error& error) {
    asking.log.warning("The server did not answer; trying again", {{"error", error.what()}});
  });
}

}  // namespace mongokeep::backup
