#include "mongo/connection.h"

#include <array>
#include <string_view>
#include <utility>

#include "mongo/handles.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

namespace {

using UniquePool = std::unique_ptr<mongoc_client_pool_t, DestroyWith<mongoc_client_pool_destroy>>;

/// Error texts of version 2 keep the server's own codes apart from the driver's.
constexpr int error_api_version = 2;

UniqueUri parse_uri(const std::string& text) {
  bson_error_t error;
  UniqueUri uri(mongoc_uri_new_with_error(text.c_str(), &error));
  if (!uri) {
    // The driver's own message may quote the part with the password, so it is not passed on.
    throw Error(ErrorKind::configuration, "read the connection string", "", "it is not a valid MongoDB URI",
                "It should look like mongodb://user:password@host:27017/database; `@ : / %` in user and password must "
                "be percent-encoded");
  }
  return uri;
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

}  // namespace

Client::Client(mongoc_client_t* client, mongoc_client_pool_t* pool, const mongoc_read_prefs_t* read_prefs)
    : client_(client), pool_(pool), read_prefs_(read_prefs) {}

Client::~Client() {
  if (client_ != nullptr && pool_ != nullptr) mongoc_client_pool_push(pool_, client_);
}

Client::Client(Client&& other) noexcept
    : client_(std::exchange(other.client_, nullptr)), pool_(other.pool_), read_prefs_(other.read_prefs_) {}

std::string Client::hosts() const {
  const mongoc_uri_t* uri = mongoc_client_get_uri(client_);
  if (const char* srv = mongoc_uri_get_srv_hostname(uri)) return srv;
  std::string text;
  for (const mongoc_host_list_t* host = mongoc_uri_get_hosts(uri); host != nullptr; host = host->next) {
    if (!text.empty()) text += ", ";
    text += host->host_and_port;
  }
  return text;
}

struct Connection::State {
  UniquePool own_pool;
  mongoc_client_pool_t* pool = nullptr;
  mongoc_client_t* client = nullptr;
  UniqueReadPrefs read_prefs;
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Connection Connection::open(const std::string& uri) {
  mongoc_init();
  const UniqueUri parsed = parse_uri(uri);
  bson_error_t error;
  auto state = std::make_unique<State>();
  state->own_pool.reset(mongoc_client_pool_new_with_error(parsed.get(), &error));
  if (!state->own_pool) {
    throw Error(ErrorKind::configuration, "use the connection string", "", error.message,
                "Check its host names and TLS options");
  }
  state->pool = state->own_pool.get();
  mongoc_client_pool_set_error_api(state->pool, error_api_version);
  if (mongoc_uri_get_appname(parsed.get()) == nullptr) mongoc_client_pool_set_appname(state->pool, "mongokeep");
  return Connection(std::move(state));
}

Connection Connection::borrow(mongoc_client_pool_t* pool) {
  auto state = std::make_unique<State>();
  state->pool = pool;
  return Connection(std::move(state));
}

Connection Connection::borrow(mongoc_client_t* client) {
  auto state = std::make_unique<State>();
  state->client = client;
  return Connection(std::move(state));
}

void Connection::set_read_preference(const std::string& mode) {
  if (mode.empty()) return;
  for (const ReadMode& known : read_modes) {
    if (mode != known.name) continue;
    state_->read_prefs.reset(mongoc_read_prefs_new(known.mode));
    return;
  }
  throw Error(ErrorKind::configuration, "use the read preference", mode, "there is no such mode",
              "It is one of primary, primaryPreferred, secondary, secondaryPreferred, nearest");
}

Client Connection::acquire() const {
  if (state_->client != nullptr) return {state_->client, nullptr, state_->read_prefs.get()};
  return {mongoc_client_pool_pop(state_->pool), state_->pool, state_->read_prefs.get()};
}

std::optional<Client> Connection::try_acquire() const {
  if (state_->client != nullptr) return std::nullopt;
  mongoc_client_t* client = mongoc_client_pool_try_pop(state_->pool);
  if (client == nullptr) return std::nullopt;
  return Client(client, state_->pool, state_->read_prefs.get());
}

std::string default_database(const Client& client) {
  const char* database = mongoc_uri_get_database(mongoc_client_get_uri(client.get()));
  return database == nullptr ? "" : database;
}

}  // namespace mongokeep::mongo
