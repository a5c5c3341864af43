#include "store/remedy.h"

#include <algorithm>
#include <array>

namespace mongokeep::store {

namespace {

struct Remedy {
  std::string_view words;  ///< of rclone's, of what it is built from, or of a store's
  std::string_view advice;
};

constexpr std::string_view look_at_key =
    "Compare the key and its secret in rclone's configuration with what the store's provider shows";
constexpr std::string_view look_at_address =
    "Look at the address and the port in rclone's configuration, at the network, and whether the store is on";

/// The first that fits.
constexpr auto remedies = std::to_array<Remedy>({
    {"didn't find section",
     "rclone's configuration has no remote of this name. Name its file with `rclone_config` in [[stores]], or with the "
     "variable RCLONE_CONFIG. `rclone listremotes --config FILE` shows the remotes in it"},
    {"read private key file",
     "Look at `key_file` in rclone's configuration: the file has to be there, and this user has "
     "to be able to read it"},
    {"couldn't parse known_hosts_file",
     "Look at `known_hosts_file` in rclone's configuration: the file has to be there, "
     "and this user has to be able to read it"},
    {"Failed to load config file",
     "Look at rclone's configuration file: this user has to be able to read it, and it has "
     "to be one of rclone's"},
    {"input too short when revealing password", "rclone's configuration holds passwords obscured: `rclone obscure -`"},
    {"InvalidBucketName", "Correct the bucket's name in `remote`: it has 3 to 63 small letters, digits, `-` and `.`"},
    {"SignatureDoesNotMatch", look_at_key},
    {"InvalidAccessKeyId", look_at_key},
    {"RequestTimeTooSkewed", "Set this machine's clock: stores refuse requests whose time is 15 minutes off"},
    {"object protected by object lock", "It can be removed once its lock has ended"},
    {"missing ObjectLockConfiguration",
     "This bucket has no object lock. Make one that has it, or take `lock_days` out of [[stores]]"},
    {"NoSuchBucket", "Make the bucket, or correct its name in `remote`"},
    {"AccessDenied", "The key lacks a right. It needs to put, get and list: see docs/stores.md"},
    {"unable to authenticate",
     "Look at `user` and `key_file` in rclone's configuration, and at the server's authorized_keys"},
    {"knownhosts",
     "The server's host key is not the one in `known_hosts_file`. If you know that the server has "
     "changed, get its key with ssh-keyscan, and compare it on the server"},
    {"permission denied", "Give this user the right to read and to write there"},
    {"read-only file system", "Mount it so that it can be written to"},
    {"connection refused", look_at_address},
    {"no such host", look_at_address},
    {"i/o timeout", look_at_address},
    {"no route to host", look_at_address},
    {"InsufficientStorage", "Make room in the store"},
    {"no space left", "Make room in the store"},
    {"remaining disk space", "Make room in the store"},
});

bool holds(std::string_view text, std::string_view words) {
  const auto same = [](char left, char right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return lower(left) == lower(right);
  };
  return std::search(text.begin(), text.end(), words.begin(), words.end(), same) != text.end();
}

}  // namespace

bool is_refusal(std::string_view cause) {
  return holds(cause, "AccessDenied") || holds(cause, "StatusCode: 403") || holds(cause, "permission denied") ||
         holds(cause, "SSH_FX_PERMISSION_DENIED") || holds(cause, "operation not permitted") ||
         holds(cause, "read-only file system");
}

std::string remedy_for(std::string_view cause) {
  const auto found =
      std::find_if(remedies.begin(), remedies.end(), [&](const Remedy& remedy) { return holds(cause, remedy.words); });
  return found == remedies.end() ? std::string() : std::string(found->advice);
}

}  // namespace mongokeep::store
