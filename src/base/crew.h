#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>

#include "base/log.h"

namespace mongokeep {

/// Does the task of this number. Called by one worker's thread only.
using Work = std::function<void(std::size_t task)>;
/// Equips one more worker (with a connection of its own, say); nothing where there is none to be had.
using Hire = std::function<std::optional<Work>()>;

/// Does the tasks 0 to `tasks` - 1, begun in this order, by up to `workers` at a time: this thread with `own`, others
/// as `hire` equips them. Returns once all are done.
/// Where a task throws, `stop` is asked to stop and no further one is begun; the first such exception is thrown, one
/// that is not Error{stopped} before one that is.
void work_off(std::size_t tasks, std::size_t workers, const Work& own, const Hire& hire, std::stop_source& stop,
              Log& log);

/// How many workers there are where the user has asked for `wanted`; 0: by the number of cores, four at most.
std::size_t workers_for(int wanted);

}  // namespace mongokeep
