#pragma once

#include <mongoc/mongoc.h>

#include <memory>

#include "mongo/handles.h"
#include "mongo/wire/guard_stream.h"

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo::wire {

/// Has a client of our own make its connections by us, so that no message reaches the driver unchecked. Must outlive
/// the client.
class ClientGuard {
 public:
  ClientGuard(mongoc_client_t* client, const mongoc_uri_t& uri);
  ClientGuard(const ClientGuard&) = delete;
  ClientGuard& operator=(const ClientGuard&) = delete;

  const RefusedAnswers& refused() const { return rules_->refused; }
  SentWrites sent_writes() const { return rules_->writes.seen(); }

 private:
  /// What the driver keeps behind mongoc_ssl_opt_t::internal, the same in all its versions of 1.17 to 1.30: options
  /// that it takes from the connection string and from nowhere else.
  struct RevocationOptions {
    bool is_check_off = false;
    bool is_endpoint_off = false;
  };

  void read_tls_options();
  static mongoc_stream_t* connect(const mongoc_uri_t* uri, const mongoc_host_list_t* host, void* self,
                                  bson_error_t* error);

  UniqueUri uri_;
  bool is_encrypted_;
  mongoc_ssl_opt_t tls_{};  ///< borrows its texts from uri_
  RevocationOptions revocation_;
  std::shared_ptr<GuardRules> rules_ = std::make_shared<GuardRules>();
};

}  // namespace mongokeep::mongo::wire
