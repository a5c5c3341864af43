#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>

#include "base/log.h"

namespace mongokeep {

/// Does the task of this number. `stop` is told to stop with the run, and when another task has thrown.
using Worker = std::function<void(std::size_t task, const std::stop_token& stop)>;
/// Equips one more worker (with a connection of its own, say); nothing where there is none to be had.
using MakeWorker = std::function<std::optional<Worker>()>;

/// Does the tasks 0 to `tasks` - 1, begun in this order, by up to `workers` at a time: this thread with `own`, others
/// as `make_worker` equips them. Each of these is called by one thread only. Returns once all are done.
/// Where a task throws, the others are told to stop and no further one is begun; the first such exception is thrown,
/// one that is not Error{stopped} before one that is.
void run_in_parallel(std::size_t tasks, std::size_t workers, const Worker& own, const MakeWorker& make_worker,
                     const std::stop_token& stop, Log& log);

/// The same for work that needs no equipment: every worker's thread calls it.
void run_in_parallel(std::size_t tasks, std::size_t workers, const Worker& work, const std::stop_token& stop, Log& log);

/// How many workers there are where the user has asked for `wanted`; 0: by the number of cores, four at most.
std::size_t workers_for(int wanted);

}  // namespace mongokeep
