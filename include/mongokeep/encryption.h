#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mongokeep/clock.h"

namespace mongokeep {

/// How files are compressed. `zstd`: in the zstd seekable format, which any `zstd -d` reads.
enum class Compression { none, zstd };

/// Who can read what a backup stores. With nobody named, files are not encrypted; otherwise they are age files
/// (C2SP age v1), which any `age -d` reads. Whoever makes backups needs no secret for it.
struct Encryption {
  /// `age1…`, as `mongokeep keygen` and `age-keygen` print them. Each recipient can read the whole backup.
  std::vector<std::string> recipients;
  /// A file with more recipients, one per line; `#` starts a comment. It is read again for each backup. Empty: none.
  std::filesystem::path recipients_file;
  /// A file with a passphrase, if there is no key pair. The format does not allow recipients together with a
  /// passphrase.
  std::filesystem::path passphrase_file;

  bool is_wanted() const { return !recipients.empty() || !recipients_file.empty() || !passphrase_file.empty(); }
};

/// The keys that open encrypted backups. Both may be given; the files are read for each call.
struct DecryptionKeys {
  /// Secret keys as `mongokeep keygen` and `age-keygen` write them. Empty: none.
  std::filesystem::path identity_file;
  std::filesystem::path passphrase_file;
  /// Whether a backup that no sealed manifest binds is taken although one of them is given: a plain one, or an older
  /// system's. Otherwise it is damaged: whoever can write to the root, and has no key, can put it in the place of
  /// another.
  bool accept_unsealed = false;
  /// How much work a file may ask for to be opened with the passphrase: 2^N steps of scrypt, which take 2^N KiB of
  /// memory, 1 GiB for 20. Anybody can write a file that asks for more. At most 22.
  int most_scrypt_work = 20;

  bool is_given() const { return !identity_file.empty() || !passphrase_file.empty(); }
};

/// For who will read these files again and again. Throws Error{configuration} for one that is a pipe, as a shell makes
/// of `<(…)`: the second time it would hold no key.
void check_rereadable(const Encryption& encryption, const DecryptionKeys& keys);

/// The recipients, `age1…`, that belong to the secret keys of the identity file. Throws Error{configuration} for what
/// is no such file, or cannot be read.
std::vector<std::string> recipients_of(const DecryptionKeys& keys);

/// Writes a new secret key, for its owner alone, into a file that must not be there yet. The file gets its name once it
/// is whole: synced, read back from the disk, and the key in it the one that belongs to the recipient. Returns the
/// recipient, `age1…`. Throws Error{usage, storage}, Error{damaged} where the disk gives back something else, and
/// Error{locked} while another process makes a file of this name: then there is no new file.
std::string make_key_file(const std::filesystem::path& file, const Clock& clock = system_clock());

}  // namespace mongokeep
