#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace mongokeep::process {

/// What becomes of a child that we do not end ourselves.
enum class Tie {
  /// It may outlive this process, and what it has left in the background when it ends stays.
  loose,
  /// It is killed when this process dies, by SIGKILL as well, and what it has left running is killed when it ends.
  /// The system goes by the thread that started it: that thread must not end before the child.
  close,
};

/// Which program a child runs, and all that it is given.
struct ChildOrders {
  /// What errors call it ("rclone", "a hook's command"). Its words and variables may hold secrets and are in no error.
  std::string name;
  /// Its arguments as it sees them. The first one is an absolute path, and the program.
  std::vector<std::string> words;
  /// Its whole environment, as `NAME=value`.
  std::vector<std::string> environment;
  /// Its standard input: a file in memory with these bytes. So a child need not read it, and nobody waits for one that
  /// does not.
  std::string input = {};
  Tie tie = Tie::close;
  /// Permissions that what it makes is not to have; by itself it has our umask.
  std::optional<mode_t> umask = std::nullopt;
};

}  // namespace mongokeep::process
