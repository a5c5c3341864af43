#include "mongo/wire/client_guard.h"

#include <exception>

#include "mongo/wire/dialed_stream.h"

namespace mongokeep::mongo::wire {

ClientGuard::ClientGuard(mongoc_client_t* client, const mongoc_uri_t& uri)
    : uri_(mongoc_uri_copy(&uri)), is_encrypted_(mongoc_uri_get_tls(&uri)) {
  bson_iter_t compressor;
  if (bson_iter_init(&compressor, mongoc_uri_get_compressors(uri_.get()))) {
    while (bson_iter_next(&compressor)) rules_->offered.add(bson_iter_key(&compressor));
  }
  mongoc_client_set_stream_initiator(client, connect, this);
  if (!is_encrypted_) return;
  read_tls_options();
  // Once more, behind the initiator, which has the driver forget that it is to shake hands.
  mongoc_ssl_opt_t options = tls_;
  options.internal = nullptr;
  mongoc_client_set_ssl_opts(client, &options);
}

void ClientGuard::read_tls_options() {
  const mongoc_uri_t* const uri = uri_.get();
  const bool is_lax = mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSINSECURE, false);
  tls_.pem_file = mongoc_uri_get_option_as_utf8(uri, MONGOC_URI_TLSCERTIFICATEKEYFILE, nullptr);
  tls_.pem_pwd = mongoc_uri_get_option_as_utf8(uri, MONGOC_URI_TLSCERTIFICATEKEYFILEPASSWORD, nullptr);
  tls_.ca_file = mongoc_uri_get_option_as_utf8(uri, MONGOC_URI_TLSCAFILE, nullptr);
  tls_.weak_cert_validation = mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSALLOWINVALIDCERTIFICATES, is_lax);
  tls_.allow_invalid_hostname = mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSALLOWINVALIDHOSTNAMES, is_lax);
  revocation_.is_check_off = mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSDISABLECERTIFICATEREVOCATIONCHECK, false);
  revocation_.is_endpoint_off = mongoc_uri_get_option_as_bool(uri, MONGOC_URI_TLSDISABLEOCSPENDPOINTCHECK, false);
  tls_.internal = &revocation_;
}

mongoc_stream_t* ClientGuard::connect(const mongoc_uri_t*, const mongoc_host_list_t* host, void* self,
                                      bson_error_t* error) {
  auto& guard = *static_cast<ClientGuard*>(self);
  std::unique_ptr<mongoc_stream_t, DestroyWith<mongoc_stream_destroy>> stream;
  // No exception may pass through the driver.
  try {
    stream.reset(new_dialed_stream(*host, error));
    if (!stream) return nullptr;
    if (guard.is_encrypted_) {
      mongoc_ssl_opt_t options = guard.tls_;
      mongoc_stream_t* const encrypted = mongoc_stream_tls_new_with_hostname(stream.get(), host->host, &options, 1);
      if (encrypted == nullptr) {
        bson_set_error(error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET, "Failed to set up TLS");
        return nullptr;
      }
      stream.release();
      stream.reset(encrypted);
    }
    mongoc_stream_t* const guarded = new_guard_stream(stream.get(), host->host_and_port, guard.rules_);
    stream.release();
    return guarded;
  } catch (const std::exception& fault) {
    bson_set_error(error, MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET, "%s", fault.what());
    return nullptr;
  }
}

}  // namespace mongokeep::mongo::wire
