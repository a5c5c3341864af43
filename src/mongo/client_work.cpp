#include "mongo/client_work.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/parallel_work.h"

namespace mongokeep::mongo {

void run_in_parallel(std::size_t tasks, std::size_t workers, const Client& own, const Connection& connection,
                     const ClientWorker& work, const std::stop_token& stop, Log& log) {
  const Worker with_own = [&](std::size_t task, const std::stop_token& told) { work(own, task, told); };
  const MakeWorker make_worker = [&]() -> std::optional<Worker> {
    std::optional<Client> found = connection.try_acquire(stop);
    if (!found) return std::nullopt;
    return [&work, client = std::make_shared<Client>(std::move(*found))](
               std::size_t task, const std::stop_token& told) { work(*client, task, told); };
  };
  mongokeep::run_in_parallel(tasks, workers, with_own, make_worker, stop, log);
}

}  // namespace mongokeep::mongo
