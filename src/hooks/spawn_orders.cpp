#include "hooks/spawn_orders.h"

#include <unistd.h>

#include <csignal>

#include "mongokeep/error.h"

namespace mongokeep::hooks {

namespace {

void succeed(int error) {
  if (error != 0) throw storage_error("start", "a hook's command", error);
}

}  // namespace

SpawnOrders::Actions::Actions() {
  succeed(::posix_spawn_file_actions_init(&value));
}
SpawnOrders::Actions::~Actions() {
  ::posix_spawn_file_actions_destroy(&value);
}

SpawnOrders::Attributes::Attributes() {
  succeed(::posix_spawnattr_init(&value));
}
SpawnOrders::Attributes::~Attributes() {
  ::posix_spawnattr_destroy(&value);
}

SpawnOrders::SpawnOrders(int input, int output) {
  succeed(::posix_spawn_file_actions_adddup2(&actions_.value, input, STDIN_FILENO));
  succeed(::posix_spawn_file_actions_adddup2(&actions_.value, output, STDOUT_FILENO));
  succeed(::posix_spawn_file_actions_adddup2(&actions_.value, output, STDERR_FILENO));
  // Ours are closed on exec anyway; those of the application that we are part of may not be.
  succeed(::posix_spawn_file_actions_addclosefrom_np(&actions_.value, STDERR_FILENO + 1));

  sigset_t signals;
  sigfillset(&signals);
  succeed(::posix_spawnattr_setsigdefault(&attributes_.value, &signals));
  sigemptyset(&signals);
  succeed(::posix_spawnattr_setsigmask(&attributes_.value, &signals));
  succeed(::posix_spawnattr_setpgroup(&attributes_.value, 0));
  succeed(::posix_spawnattr_setflags(&attributes_.value,
                                     POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
}

}  // namespace mongokeep::hooks
