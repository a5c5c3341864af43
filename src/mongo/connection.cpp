#include "mongo/connection.h"

#include <strings.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/stop_wait.h"
#include "mongo/driver_text.h"
#include "mongo/handles.h"
#include "mongo/known_servers.h"
#include "mongo/uri/uri_check.h"
#include "mongo/wire/client_guard.h"
#include "mongokeep/connection_string.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

namespace {

/// Error texts of version 2 keep the server's own codes apart from the driver's.
constexpr int error_api_version = 2;

/// A user who logs in by password needs one. libmongoc 1.23 ends the process where there is none, so this is not left
/// to it.
void check_password(const mongoc_uri_t& uri) {
  constexpr std::array without_password = {"MONGODB-X509", "MONGODB-AWS", "GSSAPI"};
  const char* user = mongoc_uri_get_username(&uri);
  const char* password = mongoc_uri_get_password(&uri);
  const char* mechanism = mongoc_uri_get_auth_mechanism(&uri);
  if (user == nullptr || *user == '\0' || (password != nullptr && *password != '\0')) return;
  for (const char* known : without_password) {
    if (mechanism != nullptr && strcasecmp(mechanism, known) == 0) return;
  }
  throw Error(ErrorKind::configuration, "use the connection string", "", "it contains a user but no password",
              "Write it as mongodb://user:password@host/database");
}

UniqueUri parse_uri(const std::string& text) {
  const Redactor redactor(text);
  if (const auto fault = uri_fault(text)) {
    throw Error(ErrorKind::configuration, "use the connection string", "", redactor.cleaned_own_words(fault->cause),
                redactor.cleaned_own_words(fault->hint));
  }
  bson_error_t error;
  UniqueUri uri(mongoc_uri_new_with_error(text.c_str(), &error));
  if (!uri) {
    // User and password are sound by now, so that the driver quotes no piece of them that the redactor does not know.
    throw Error(ErrorKind::configuration, "use the connection string", "",
                "the driver rejects it: " + driver_text(redactor, error), "Correct or remove that part");
  }
  check_password(*uri);
  if (!mongoc_uri_has_option(uri.get(), MONGOC_URI_SERVERSELECTIONTRYONCE)) {
    // Wait for a server as pools do, for serverSelectionTimeoutMS: an election must not fail a collection.
    mongoc_uri_set_option_as_bool(uri.get(), MONGOC_URI_SERVERSELECTIONTRYONCE, false);
  }
  return uri;
}

using UniqueClient = std::unique_ptr<mongoc_client_t, DestroyWith<mongoc_client_destroy>>;

/// Not from a pool: a pool keeps threads that watch the deployment, and waits for them at its end.
UniqueClient unguarded_client(const mongoc_uri_t& uri) {
  bson_error_t error;
  UniqueClient client(mongoc_client_new_from_uri_with_error(&uri, &error));
  if (!client) {
    // The look-up of an SRV name is the one thing here that the network can break.
    const bool is_network = error.domain == MONGOC_ERROR_STREAM;
    throw Error(is_network ? ErrorKind::connection : ErrorKind::configuration, "use the connection string", "",
                driver_text(Redactor(mongoc_uri_get_string(&uri)), error), "Check the host names and TLS options");
  }
  mongoc_client_set_error_api(client.get(), error_api_version);
  if (mongoc_uri_get_appname(&uri) == nullptr) mongoc_client_set_appname(client.get(), "mongokeep");
  return client;
}

bool is_any_server_known(mongoc_client_t* client) {
  const KnownServers servers(client);
  return std::any_of(servers.begin(), servers.end(), [](const mongoc_server_description_t* server) {
    return std::string_view(mongoc_server_description_type(server)) != "Unknown";
  });
}

/// Takes leave of the server, whose sessions end, unless that has gone: the driver would look for it as long as for any
/// other (serverSelectionTimeoutMS).
void take_leave(mongoc_client_t* client) {
  if (!is_any_server_known(client)) mongoc_client_reset(client);
  mongoc_client_destroy(client);
}

/// A client of our own: each is made here.
Client new_client(const mongoc_uri_t& uri, std::optional<int> read_mode, const std::stop_token& stop) {
  UniqueClient client = unguarded_client(uri);
  // The client may connect once more as it goes, so that whatever destroys it has the guard.
  const auto guard = std::make_shared<const wire::ClientGuard>(client.get(), uri);
  const Client::GiveBack destroy = [guard](mongoc_client_t* one) { take_leave(one); };
  return {client.release(), destroy, read_mode, stop, guard};
}

Client::GiveBack give_back_to(mongoc_client_pool_t* pool) {
  return [pool](mongoc_client_t* client) { mongoc_client_pool_push(pool, client); };
}

struct ReadMode {
  std::string_view name;
  mongoc_read_mode_t mode;
};

constexpr std::array read_modes = {
    ReadMode{"primary", MONGOC_READ_PRIMARY},     ReadMode{"primaryPreferred", MONGOC_READ_PRIMARY_PREFERRED},
    ReadMode{"secondary", MONGOC_READ_SECONDARY}, ReadMode{"secondaryPreferred", MONGOC_READ_SECONDARY_PREFERRED},
    ReadMode{"nearest", MONGOC_READ_NEAREST},
};

UniqueReadPrefs read_prefs_for(const mongoc_client_t* client, std::optional<int> mode) {
  UniqueReadPrefs prefs(mongoc_read_prefs_copy(mongoc_client_get_read_prefs(client)));
  if (!mode) return prefs;
  mongoc_read_prefs_set_mode(prefs.get(), static_cast<mongoc_read_mode_t>(*mode));
  if (*mode == MONGOC_READ_PRIMARY) {
    mongoc_read_prefs_set_tags(prefs.get(), nullptr);
    mongoc_read_prefs_set_max_staleness_seconds(prefs.get(), MONGOC_NO_MAX_STALENESS);
  }
  return prefs;
}

}  // namespace

Client::Client(mongoc_client_t* client, GiveBack give_back, std::optional<int> read_mode, std::stop_token stop,
               std::shared_ptr<const wire::ClientGuard> guard)
    : guard_(std::move(guard)),
      client_(client, std::move(give_back)),
      read_prefs_(read_prefs_for(client, read_mode).release(), mongoc_read_prefs_destroy),
      redactor_(mongoc_uri_get_string(mongoc_client_get_uri(client))),
      stop_(std::move(stop)) {}

std::string Client::hosts() const {
  const mongoc_uri_t* uri = mongoc_client_get_uri(client_.get());
  if (const char* srv = mongoc_uri_get_srv_hostname(uri)) return srv;
  std::string text;
  for (const mongoc_host_list_t* host = mongoc_uri_get_hosts(uri); host != nullptr; host = host->next) {
    if (!text.empty()) text += ", ";
    text += host->host_and_port;
  }
  return text;
}

const wire::RefusedAnswers* Client::refused() const {
  return guard_ ? &guard_->refused() : nullptr;
}

wire::SentWrites Client::sent_writes() const {
  return guard_ ? guard_->sent_writes() : wire::SentWrites();
}

struct Connection::State {
  // Exactly one of these is set.
  UniqueUri uri;
  mongoc_client_pool_t* pool = nullptr;
  mongoc_client_t* client = nullptr;

  std::optional<int> read_mode;  ///< another one than the connection string's
  std::vector<std::string> idle_options;
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Connection Connection::open(const std::string& uri) {
  mongoc_init();
  auto state = std::make_unique<State>();
  state->uri = parse_uri(uri);
  state->idle_options = idle_uri_options(uri);
  // Made once for nothing, so that options that no client can be made with show now.
  unguarded_client(*state->uri);
  return Connection(std::move(state));
}

Connection Connection::borrow(mongoc_client_pool_t* pool) {
  auto state = std::make_unique<State>();
  state->pool = pool;
  return Connection(std::move(state));
}

Connection Connection::borrow(mongoc_client_t* client) {
  check_password(*mongoc_client_get_uri(client));
  auto state = std::make_unique<State>();
  state->client = client;
  return Connection(std::move(state));
}

void Connection::set_read_preference(const std::string& mode) {
  if (mode.empty()) return;
  for (const ReadMode& known : read_modes) {
    if (mode != known.name) continue;
    state_->read_mode = known.mode;
    return;
  }
  throw Error(ErrorKind::configuration, "use the read preference", mode, "there is no such mode",
              "Choose primary, primaryPreferred, secondary, secondaryPreferred or nearest");
}

void Connection::limit_waiting(std::chrono::milliseconds most) {
  if (!state_->uri) return;
  const auto limit = static_cast<std::int32_t>(most.count());
  for (const char* option :
       {MONGOC_URI_SERVERSELECTIONTIMEOUTMS, MONGOC_URI_CONNECTTIMEOUTMS, MONGOC_URI_SOCKETTIMEOUTMS}) {
    const std::int32_t given = mongoc_uri_get_option_as_int32(state_->uri.get(), option, 0);
    // 0 is no limit, or the driver's own, which is longer.
    if (given <= 0 || given > limit) mongoc_uri_set_option_as_int32(state_->uri.get(), option, limit);
  }
}

void Connection::warn_of_idle_options(Log& log) const {
  for (const std::string& sentence : state_->idle_options) log.warning(sentence);
}

Client Connection::acquire(const std::stop_token& stop) const {
  if (state_->client != nullptr) return {state_->client, [](mongoc_client_t*) {}, state_->read_mode, stop};
  constexpr std::chrono::milliseconds pause(50);
  constexpr std::chrono::milliseconds patience(30'000);
  // The pool's own waiting could not be stopped, and never ends where the application keeps its clients.
  for (std::chrono::milliseconds waited(0); waited < patience; waited += pause) {
    if (std::optional<Client> client = try_acquire(stop)) return std::move(*client);
    wait_unless_stopped(stop, pause);
    throw_if_stopped(stop);
  }
  throw Error(ErrorKind::connection, "take a client from", "the application's pool", "all of its clients are in use",
              "Raise the pool's maxPoolSize, or run the backup at another time");
}

std::optional<Client> Connection::try_acquire(const std::stop_token& stop) const {
  if (state_->client != nullptr) return std::nullopt;
  if (state_->uri) return new_client(*state_->uri, state_->read_mode, stop);
  mongoc_client_t* client = mongoc_client_pool_try_pop(state_->pool);
  if (client == nullptr) return std::nullopt;
  return Client(client, give_back_to(state_->pool), state_->read_mode, stop);
}

std::optional<Client> Connection::acquire_for_long(const std::stop_token& stop) const {
  if (!state_->uri) return std::nullopt;
  const UniqueUri patient(mongoc_uri_copy(state_->uri.get()));
  if (!mongoc_uri_has_option(patient.get(), MONGOC_URI_SOCKETTIMEOUTMS)) {
    constexpr std::chrono::milliseconds a_day = std::chrono::hours(24);
    mongoc_uri_set_option_as_int32(patient.get(), MONGOC_URI_SOCKETTIMEOUTMS, static_cast<std::int32_t>(a_day.count()));
  }
  return new_client(*patient, state_->read_mode, stop);
}

std::string default_database(const Client& client) {
  const char* database = mongoc_uri_get_database(mongoc_client_get_uri(client.get()));
  return database == nullptr ? "" : database;
}

}  // namespace mongokeep::mongo

namespace mongokeep {

void check_connection_string(const std::string& uri) {
  mongo::Connection::open(uri);
}

}  // namespace mongokeep
