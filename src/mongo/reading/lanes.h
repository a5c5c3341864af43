#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "mongo/connection.h"

namespace mongokeep::mongo {

/// More connections, for collections that are read by several at once: that pays where the server is so far away that
/// one connection mostly waits. Shared by the threads of a run.
class Lanes {
 public:
  /// Clients that one collection has for itself, until this object goes.
  class Loan {
   public:
    Loan(Lanes& lanes, std::vector<Client> clients) : lanes_(&lanes), clients_(std::move(clients)) {}
    ~Loan() { lanes_->take_back(std::move(clients_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    const std::vector<Client>& clients() const { return clients_; }

   private:
    Lanes* lanes_;
    std::vector<Client> clients_;
  };

  /// Of a command and its answer. A server takes longer than this to put a batch of a few MiB together: what is nearer
  /// is better left to one connection.
  static constexpr std::chrono::milliseconds far_away{5};

  /// Borrows the connection, which must outlive this object. `distance`: from which one on a server is far away.
  explicit Lanes(const Connection& connection, std::chrono::milliseconds distance = far_away, std::stop_token stop = {})
      : connection_(connection), distance_(distance), stop_(std::move(stop)) {}
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  /// Whether the server that the client talks to is far away, and one server answers all reads; it is asked once.
  /// Throws Error as commands do.
  bool are_worth_it(const Client& client);

  /// All that are free; fewer, or none, where others have them or the connection has no more.
  std::unique_ptr<Loan> lend();

 private:
  void take_back(std::vector<Client> clients);

  const Connection& connection_;
  const std::chrono::milliseconds distance_;
  const std::stop_token stop_;
  std::mutex mutex_;
  std::optional<bool> is_far_;
  std::vector<Client> idle_;  ///< that have been greeted already
  std::size_t lent_ = 0;
};

}  // namespace mongokeep::mongo
