#include "mongo/reading/lanes.h"

#include <chrono>
#include <system_error>
#include <thread>

#include "mongo/handles.h"
#include "mongo/primary.h"
#include "mongo/read_command.h"

namespace mongokeep::mongo {

namespace {

/// In a run.
constexpr std::size_t most_lanes = 4;

/// Whether one server answers all reads, and is at least so far away. Another one than the primary may answer as of
/// another time. Of shards that a router stands before, several may have the same `_id`, which ranges could not be cut
/// at. It is as far away as the quicker of two answers says: what else the server does is not to count.
bool is_one_at_least(std::chrono::milliseconds distance, const Client& client) {
  if (mongoc_read_prefs_get_mode(client.read_prefs()) != MONGOC_READ_PRIMARY) return false;
  bson_error_t error;
  const std::optional<Primary> primary = find_primary(client, error);
  if (!primary || primary->is_router) return false;
  return (!primary->round_trip || *primary->round_trip >= distance) && round_trip_of_ping(client, "reach") >= distance;
}

}  // namespace

Lanes::~Lanes() {
  // Each takes leave of the server, which takes a round trip.
  std::vector<std::thread> leaving;
  for (Client& client : idle_) {
    try {
      leaving.emplace_back([leaver = std::move(client)] {});
    } catch (const std::system_error&) {
      // No thread is to be had: it has left by now, in this one.
      continue;
    }
  }
  for (std::thread& one : leaving) one.join();
}

bool Lanes::are_worth_it(const Client& client) {
  const std::lock_guard lock(mutex_);
  if (!is_far_) is_far_ = is_one_at_least(distance_, client);
  return *is_far_;
}

std::unique_ptr<Lanes::Loan> Lanes::lend() {
  const std::lock_guard lock(mutex_);
  std::vector<Client> clients = std::exchange(idle_, {});
  while (lent_ + clients.size() < most_lanes) {
    try {
      std::optional<Client> client = connection_.try_acquire(stop_);
      if (!client) break;
      clients.push_back(std::move(*client));
    } catch (const Error&) {
      // An SRV name that cannot be looked up just now, say: those that are there do as well.
      break;
    }
  }
  lent_ += clients.size();
  return std::make_unique<Loan>(*this, std::move(clients));
}

void Lanes::take_back(std::vector<Client> clients) {
  const std::lock_guard lock(mutex_);
  lent_ -= clients.size();
  for (Client& client : clients) idle_.push_back(std::move(client));
}

}  // namespace mongokeep::mongo
