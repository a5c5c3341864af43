#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

#include "base/log.h"
#include "mongo/connection.h"

namespace mongokeep::mongo {

/// Does the task of this number over a client that no other thread uses meanwhile; `stop` as for Work.
using ClientWork = std::function<void(const Client& client, std::size_t task, const std::stop_token& stop)>;

/// Works off the tasks as mongokeep::work_off() does: this thread over `own`, others over clients that the connection
/// has to give now.
void work_off(std::size_t tasks, std::size_t workers, const Client& own, const Connection& connection,
              const ClientWork& work, const std::stop_token& stop, Log& log);

}  // namespace mongokeep::mongo
