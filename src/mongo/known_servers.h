#pragma once

#include <mongoc/mongoc.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo {

/// What a client knows of the servers of its deployment now. Asks none of them.
class KnownServers {
 public:
  explicit KnownServers(const mongoc_client_t* client)
      : servers_(mongoc_client_get_server_descriptions(client, &count_)) {}
  ~KnownServers() { mongoc_server_descriptions_destroy_all(servers_, count_); }
  KnownServers(const KnownServers&) = delete;
  KnownServers& operator=(const KnownServers&) = delete;

  const mongoc_server_description_t* const* begin() const { return servers_; }
  const mongoc_server_description_t* const* end() const { return servers_ + count_; }

  /// Whether one of them is of this type: "RSPrimary", "Unknown".
  bool has(std::string_view type) const {
    return std::any_of(begin(), end(), [&](const mongoc_server_description_t* server) {
      return mongoc_server_description_type(server) == type;
    });
  }

 private:
  std::size_t count_ = 0;  ///< set by the call that the next one is made by
  mongoc_server_description_t** servers_;
};

}  // namespace mongokeep::mongo
