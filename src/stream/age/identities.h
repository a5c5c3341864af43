#pragma once

#include <string>
#include <vector>

#include "stream/age/file_key.h"
#include "stream/age/key_wrap.h"
#include "stream/age/secret_bytes.h"
#include "stream/read_at.h"

namespace mongokeep::stream::age {

/// One secret key (X25519).
struct Identity {
  SecretBytes key;  ///< 32 bytes

  static Identity generate();
  /// `age1…`, for those who encrypt to it.
  std::string recipient() const;
  /// `AGE-SECRET-KEY-1…`.
  SecretBytes text() const;
};

/// What opens files: secret keys, a passphrase, or both.
class Identities {
 public:
  Identities() = default;

  /// Takes the keys of a text as age-keygen writes it: one to a line, `#` before comments. Throws Error{configuration}
  /// for what is none, or has none in it; no error shows any of it. `origin` names the file.
  void add_keys(const SecretBytes& text, const std::string& origin);
  void add_passphrase(SecretBytes passphrase, const std::string& origin);
  bool empty() const;
  /// Those of the secret keys, in their order.
  std::vector<std::string> recipients() const;
  /// Opening with the passphrase takes no more than 2^work steps of scrypt; 20 where nothing is said.
  void set_most_scrypt_work(unsigned work) { most_scrypt_work_ = work; }

  /// Opens the header of an age file and checks its MAC. `subject` names the file in errors.
  /// Throws Error{sealed} when none of these opens it, Error{damaged} for what is not a header, Error{storage}.
  FileKey open(const ReadAt& file, const std::string& subject) const;

 private:
  std::vector<Identity> identities_;
  SecretBytes passphrase_;
  unsigned most_scrypt_work_ = usual_scrypt_work;
};

/// The length of an age file's header: where the payload begins. Throws as Identities::open() does, `sealed` excepted.
std::uint64_t header_size(const ReadAt& file, const std::string& subject);

}  // namespace mongokeep::stream::age
