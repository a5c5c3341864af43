#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::faults {

/// What is to happen, and at which call. A call is named as `openat/folder/3`: the third openat that is about a folder,
/// over all threads, from the program's entry on, since what the loader does before is not the program's. Counted in
/// this way, a call keeps its name where others, of the network above all, come once more or less often.
struct Plan {
  enum class Action {
    count,   ///< nothing happens, every call is listed
    record,  ///< nothing happens, every change is written down for a replay
    kill,    ///< SIGKILL before the call, or behind it
    stop,    ///< SIGTERM before the call
    tear,    ///< a write of `size` bytes only, then SIGKILL
    cut,     ///< a read or write of `size` bytes only
    fail,    ///< the call is not made, and answers with `error`
    lie,     ///< the call is made, and answers with `error`
  };

  Action action = Action::count;
  std::string call;
  std::uint64_t size = 0;
  int error = 0;
  bool is_behind = false;    ///< of kill
  bool is_for_good = false;  ///< of fail: all further calls of that name on that kind of file fail likewise
};

/// count, record, kill:CALL, kill:CALL:behind, stop:CALL, torn:CALL:SIZE, short:CALL:SIZE, fail:CALL:ERRNO,
/// fail:CALL:ERRNO:forever, lie:CALL:ERRNO; ERRNO is a name (EIO), or OK: not done, and said to be. Several have commas
/// between them. Throws std::invalid_argument.
std::vector<Plan> parse_plans(std::string_view text);

}  // namespace mongokeep::faults
