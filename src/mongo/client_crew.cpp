#include "mongo/client_crew.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/crew.h"

namespace mongokeep::mongo {

void work_off(std::size_t tasks, std::size_t workers, const Client& own, const Connection& connection,
              const ClientWork& work, const std::stop_token& stop, Log& log) {
  const Work with_own = [&](std::size_t task, const std::stop_token& told) { work(own, task, told); };
  const Hire hire = [&]() -> std::optional<Work> {
    std::optional<Client> found = connection.try_acquire();
    if (!found) return std::nullopt;
    return [&work, client = std::make_shared<Client>(std::move(*found))](
               std::size_t task, const std::stop_token& told) { work(*client, task, told); };
  };
  mongokeep::work_off(tasks, workers, with_own, hire, stop, log);
}

}  // namespace mongokeep::mongo
