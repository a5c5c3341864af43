#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>

#include "base/log.h"
#include "mongo/connection.h"

namespace mongokeep::mongo {

/// Does the task of this number over a client that no other thread uses meanwhile; `stop` as for Worker.
using ClientWorker = std::function<void(const Client& client, std::size_t task, const std::stop_token& stop)>;

/// Does the tasks as mongokeep::run_in_parallel() does: this thread over `own`, others over clients that the connection
/// has to give now.
void run_in_parallel(std::size_t tasks, std::size_t workers, const Client& own, const Connection& connection,
                     const ClientWorker& work, const std::stop_token& stop, Log& log);

}  // namespace mongokeep::mongo
