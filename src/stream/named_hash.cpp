#include "stream/named_hash.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <new>

#include "mongokeep/error.h"

namespace mongokeep::stream {

namespace {

const EVP_MD* kind_named(std::string_view name) {
  if (name == "md5") return EVP_md5();
  if (name == "sha1") return EVP_sha1();
  return name == "sha256" ? EVP_sha256() : nullptr;
}

void succeed(int done) {
  // Where the machine's rules forbid a hash (FIPS has no MD5), or there is no memory.
  if (done != 1) throw Error(ErrorKind::storage, "reckon", "the hash of a file", "OpenSSL refuses");
}

}  // namespace

void NamedHash::Free::operator()(evp_md_ctx_st* context) const {
  ::EVP_MD_CTX_free(context);
}

NamedHash::NamedHash(std::string_view kind) {
  const EVP_MD* const wanted = kind_named(kind);
  if (wanted == nullptr) return;
  context_.reset(::EVP_MD_CTX_new());
  if (!context_) throw std::bad_alloc();
  succeed(::EVP_DigestInit_ex(context_.get(), wanted, nullptr));
}

void NamedHash::add(std::string_view bytes) {
  if (context_) succeed(::EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string NamedHash::text() {
  if (!context_) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  succeed(::EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
  std::string text;
  for (unsigned index = 0; index < size; ++index) text += fmt::format("{:02x}", digest.at(index));
  return text;
}

}  // namespace mongokeep::stream
