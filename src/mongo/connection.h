#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/log.h"
#include "mongokeep/redactor.h"

extern "C" {
typedef struct _mongoc_client_pool_t mongoc_client_pool_t;
typedef struct _mongoc_client_t mongoc_client_t;
typedef struct _mongoc_read_prefs_t mongoc_read_prefs_t;
}

namespace mongokeep::mongo {

namespace wire {
class ClientGuard;
class RefusedAnswers;
struct SentWrites;
}  // namespace wire

/// A client taken from a connection, and given back. One thread at a time.
class Client {
 public:
  /// How the client goes back to where it came from.
  using GiveBack = std::function<void(mongoc_client_t*)>;
  /// `read_mode`: another one than the connection string's, whose tags and staleness are kept. `stop`: of the run that
  /// it works for. `guard`: of a client of our own; `give_back` has a share in it.
  Client(mongoc_client_t* client, GiveBack give_back, std::optional<int> read_mode = std::nullopt,
         std::stop_token stop = {}, std::shared_ptr<const wire::ClientGuard> guard = nullptr);

  mongoc_client_t* get() const { return client_.get(); }
  /// Never null. Not every call of the driver takes the connection string's by itself.
  const mongoc_read_prefs_t* read_prefs() const { return read_prefs_.get(); }
  /// Knows the secrets of the connection string, for texts of the driver and the server.
  const Redactor& redactor() const { return redactor_; }
  /// Tells who waits between two questions to the server to end.
  const std::stop_token& stop() const { return stop_; }
  /// "host:port, host:port" of the deployment, or the SRV name: never a credential.
  std::string hosts() const;
  /// The answers that did not reach the driver; null for a borrowed client, which is not guarded.
  const wire::RefusedAnswers* refused() const;
  /// Of a borrowed client, which is not guarded, nothing is known: always the same.
  wire::SentWrites sent_writes() const;

 private:
  std::shared_ptr<const wire::ClientGuard> guard_;
  std::unique_ptr<mongoc_client_t, GiveBack> client_;
  std::unique_ptr<mongoc_read_prefs_t, void (*)(mongoc_read_prefs_t*)> read_prefs_;
  Redactor redactor_;
  std::stop_token stop_;
};

/// Where clients come from: made anew from a connection string, or a pool or a single client of the application's.
class Connection {
 public:
  /// Hands `uri` to the driver verbatim; nothing is sent yet.
  /// Throws Error{configuration} that names the place or the option that is wrong, and never a user or a password.
  static Connection open(const std::string& uri);
  /// Borrows; the pool must outlive the connection.
  static Connection borrow(mongoc_client_pool_t* pool);
  /// Borrows; the client must outlive the connection.
  static Connection borrow(mongoc_client_t* client);
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  /// `primary`, `primaryPreferred`, `secondary`, `secondaryPreferred` or `nearest`; empty: as the connection has it.
  /// Its tags and staleness stay, but for `primary`, which has none. Throws Error{configuration} for anything else.
  void set_read_preference(const std::string& mode);

  /// From now on nobody waits longer than that for a server, a connection or an answer, whatever the connection string
  /// says. Nothing changes where clients are borrowed.
  void limit_waiting(std::chrono::milliseconds most);

  /// Says which options of the connection string do nothing; for the beginning of a run.
  void warn_of_idle_options(Log& log) const;

  /// A client of our own, the borrowed one, or one of the borrowed pool: then it waits until the pool has one to give,
  /// for half a minute at most. Throws Error{connection} when that is over, Error{stopped} when it is told to stop.
  Client acquire(const std::stop_token& stop = {}) const;
  /// Nothing where a borrowed pool has none to give now, and always for a borrowed client, which is taken already.
  std::optional<Client> try_acquire(const std::stop_token& stop = {}) const;
  /// One that waits for the answer to a command for a day, since an index build takes its time, unless the connection
  /// string limits it (socketTimeoutMS); others give up after five minutes, as the driver has it. A server that has
  /// gone is noticed before, by TCP's own probes. Nothing where clients are borrowed: they stay as they are.
  std::optional<Client> acquire_for_long(const std::stop_token& stop = {}) const;

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The database that the client's connection string names; empty where it names none.
std::string default_database(const Client& client);

}  // namespace mongokeep::mongo
