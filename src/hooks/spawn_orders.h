#pragma once

#include <spawn.h>

namespace mongokeep::hooks {

/// What posix_spawn is to do for a hook's shell: a process group of its own; the standard streams, and no other
/// descriptor; every signal with its default action and none blocked, whatever they are to us.
class SpawnOrders {
 public:
  /// Borrows the descriptors: one for the standard input, one for both outputs. Throws Error{storage}.
  SpawnOrders(int input, int output);

  const posix_spawn_file_actions_t* actions() const { return &actions_.value; }
  const posix_spawnattr_t* attributes() const { return &attributes_.value; }

 private:
  struct Actions {
    Actions();
    ~Actions();
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    posix_spawn_file_actions_t value{};
  };
  struct Attributes {
    Attributes();
    ~Attributes();
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    posix_spawnattr_t value{};
  };

  Actions actions_;
  Attributes attributes_;
};

}  // namespace mongokeep::hooks
