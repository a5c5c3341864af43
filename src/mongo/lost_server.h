#pragma once

#include <mutex>
#include <optional>

#include "mongokeep/error.h"

namespace mongokeep::mongo {

/// Remembers that a server has stayed away for as long as we are patient: what is left to do with it then fails at
/// once. With hundreds of collections, waiting for each would take the night. From several threads.
class LostServer {
 public:
  void note(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (reason_) return;
    reason_ =
        Error(ErrorKind::connection, "reach", "the server",
              "the connection was lost while working on another collection (" + error.cause() + ")", error.hint());
  }

  void throw_if_lost() {
    const std::lock_guard lock(mutex_);
    if (reason_) throw *reason_;
  }

 private:
  std::mutex mutex_;
  std::optional<Error> reason_;
};

}  // namespace mongokeep::mongo
