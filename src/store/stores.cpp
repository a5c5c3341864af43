#include "store/stores.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "base/text/nearest_name.h"
#include "base/text/word_list.h"
#include "mongokeep/error.h"
#include "store/rclone_config.h"
#include "store/secrets.h"
#include "store/store_root.h"

namespace mongokeep::store {

namespace {

std::vector<std::string> names_of(const StoresSettings& settings) {
  std::vector<std::string> names;
  for (const StoreSettings& store : settings.stores) names.push_back(store.name);
  return names;
}

Error no_such_store(const std::string& name, const std::vector<std::string>& names) {
  if (names.empty()) {
    return Error(ErrorKind::usage, "use the store", name, "no stores are configured",
                 "Describe it in the configuration file, under [[stores]]. To name a folder whose name has a colon, "
                 "begin with ./");
  }
  const auto nearest = nearest_name(name, names);
  return Error(
      ErrorKind::usage, "use the store", name, "there is no store of this name",
      nearest ? fmt::format("Did you mean {}?", *nearest) : fmt::format("The stores are: {}", listed(names, "and")));
}

/// Its name, with where it stands.
std::string described(const StoreSettings& store) {
  return store.origin.empty() ? store.name : fmt::format("{} ({})", store.name, store.origin);
}

Error wrong(const StoreSettings& store, std::string cause, std::string hint = {}) {
  return Error(ErrorKind::configuration, "use the store", described(store), std::move(cause), std::move(hint));
}

constexpr std::chrono::minutes patience_with_files{15};
constexpr std::chrono::seconds patience_of_a_look{15};

constexpr const char* how_to_name_a_remote =
    "Describe it in rclone's configuration (`rclone config`), name that file with `rclone_config`, and write the "
    "remote's name here: remote = \"keep:bucket/folder\". A folder of this machine is named by its absolute path";

/// A name of rclone's, or an absolute path: everything else can hold a credential, or means another place each time.
void check_remote(const StoreSettings& store) {
  const std::string& remote = store.remote;
  if (remote.empty()) throw wrong(store, "it has no `remote`", how_to_name_a_remote);
  if (remote.find('\0') != std::string::npos || remote.find('\n') != std::string::npos) {
    throw wrong(store, "its `remote` has a character that no path has");
  }
  if (remote.starts_with('/')) return;
  const std::size_t colon = remote.find(':');
  if (colon == std::string::npos) {
    throw wrong(store, "its `remote` is neither a remote of rclone's nor an absolute path", how_to_name_a_remote);
  }
  const auto is_of_names = [](char letter) { return archive::is_store_name({&letter, 1}) || letter == '.'; };
  const std::string name = remote.substr(0, colon);
  const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), is_of_names);
  const std::string path = remote.substr(colon + 1);
  // As in user:password@host:/folder.
  const std::size_t at = path.substr(0, path.find('/')).find('@');
  const bool may_hold_a_login = at != std::string::npos && path.find(':', at) != std::string::npos;
  if (is_name && !path.starts_with("//") && !may_hold_a_login) return;
  // Not shown: what stands there may be a key.
  throw wrong(store, "its `remote` describes the remote itself, or is a URL, and may hold a credential",
              how_to_name_a_remote);
}

/// Two ways to write one place are the same text, as far as text shows it.
std::pair<std::string, std::filesystem::path> spot_of(const StoreSettings& store) {
  const std::size_t colon = store.remote.starts_with('/') ? 0 : store.remote.find(':') + 1;
  std::string path = std::filesystem::path(store.remote.substr(colon)).lexically_normal().string();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return {store.remote.substr(0, colon) + (path == "." ? "" : path), rclone_config_of(store).lexically_normal()};
}

/// What one of them keeps the other would remove, and each takes the other's backups for its own.
void refuse_one_place_for_two(const std::vector<StoreSettings>& stores) {
  std::map<std::pair<std::string, std::filesystem::path>, const StoreSettings*> places;
  for (const StoreSettings& store : stores) {
    const auto [other, is_new] = places.emplace(spot_of(store), &store);
    if (is_new) continue;
    throw wrong(store, fmt::format("it is the same place as the store {}: {}", described(*other->second), store.remote),
                "Remove one of them, or give each a folder of its own");
  }
}

/// Its own alone, so that no store's rclone holds the keys of another store, where it does not need them. `config` is
/// the text of rclone's configuration.
GivenRemotes remotes_for(const StoreSettings& store, std::string_view config,
                         const std::vector<std::string>& environment) {
  if (store.remote.starts_with('/')) return {};
  const std::string name = store.remote.substr(0, store.remote.find(':'));
  return {may_need_others(name, config, environment), name};
}

}  // namespace

void check(const StoresSettings& settings) {
  std::set<std::string> names;
  for (const StoreSettings& store : settings.stores) {
    if (!archive::is_store_name(store.name)) {
      throw wrong(store, "a store's name has letters, digits, `-` and `_` only");
    }
    if (!names.insert(store.name).second) throw wrong(store, "two stores have this name");
    check_remote(store);
    if (store.days_to_keep && (*store.days_to_keep < 1 || *store.days_to_keep > 36500)) {
      throw wrong(store, "`days_to_keep` must be a number from 1 to 36500");
    }
    if (store.keep && !store.days_to_keep) {
      throw wrong(store, "it has rules of what to keep, and no `days_to_keep`",
                  "Give both, or neither: without them the store keeps what [retention] keeps");
    }
    if (store.lock_days < 0 || store.lock_days > 36500) {
      throw wrong(store, "`lock_days` must be a number from 1 to 36500");
    }
  }
  refuse_one_place_for_two(settings.stores);
  if (settings.max_unshipped_days < 1 || settings.max_unshipped_days > 36500) {
    throw Error(ErrorKind::configuration, "use the stores", "",
                "`max_unshipped_days` must be a number from 1 to 36500");
  }
  if (settings.patience && *settings.patience < std::chrono::seconds(1)) {
    throw Error(ErrorKind::configuration, "use the stores", "", "their timeout must be 1 second or more");
  }
}

StoresSettings for_a_look(StoresSettings settings) {
  settings.patience = settings.patience.value_or(patience_of_a_look);
  return settings;
}

Stores::Stores(StoresSettings settings) : settings_(std::move(settings)) {
  check(settings_);
}

const StoreSettings& Stores::settings_of(const std::string& name) const {
  const auto found = std::find_if(settings_.stores.begin(), settings_.stores.end(),
                                  [&](const StoreSettings& store) { return store.name == name; });
  if (found == settings_.stores.end()) throw no_such_store(name, names_of(settings_));
  return *found;
}

std::shared_ptr<const Remote> Stores::remote(const std::string& name, const std::stop_token& stop) {
  const StoreSettings& store = settings_of(name);
  std::error_code unknown;
  if (!store.rclone_config.empty() && !std::filesystem::exists(store.rclone_config, unknown) && !unknown) {
    // rclone takes a file that is not there for an empty one.
    throw Error(ErrorKind::storage, "use the store", name,
                "its `rclone_config`, " + store.rclone_config.string() + ", is not there",
                "Correct its path in [[stores]]");
  }
  const std::string config = rclone_config_text(rclone_config_of(store));
  const std::vector<std::string> ours = environment();
  RcloneSetup setup{
      .program = program(stop),
      .config = store.rclone_config.empty() ? store.rclone_config : std::filesystem::absolute(store.rclone_config),
      .bandwidth = store.bandwidth,
      .patience = settings_.patience.value_or(patience_with_files),
      .environment = rclone_environment(ours, remotes_for(store, config, ours)),
      .secrets = secrets_of(config, ours),
      .store = name};
  return std::make_shared<Remote>(store, std::make_shared<Rclone>(std::move(setup)));
}

const RcloneProgram& Stores::program(const std::stop_token& stop) {
  if (!program_)
    program_ =
        std::make_shared<RcloneProgram>(find_rclone(settings_.rclone, rclone_environment(environment(), {}), stop));
  return *program_;
}

std::vector<std::string> Stores::environment() const {
  return settings_.environment.empty() ? process_environment() : settings_.environment;
}

bool is_meant(const StoreSettings& store, const std::vector<std::string>& named) {
  return named.empty() || std::find(named.begin(), named.end(), store.name) != named.end();
}

std::filesystem::path rclone_config_of(const StoreSettings& store) {
  // A folder of this machine needs none.
  if (store.remote.starts_with('/')) return {};
  if (!store.rclone_config.empty()) return store.rclone_config;
  const auto folder_in = [](const char* variable, const char* rest) -> std::filesystem::path {
    const char* const value = std::getenv(variable);
    return value == nullptr || *value == '\0' ? std::filesystem::path() : std::filesystem::path(value) / rest;
  };
  for (const auto& path : {folder_in("RCLONE_CONFIG", ""), folder_in("XDG_CONFIG_HOME", "rclone/rclone.conf")}) {
    if (!path.empty()) return path;
  }
  return folder_in("HOME", ".config/rclone/rclone.conf");
}

archive::BackupRoots roots_of(std::filesystem::path local, const StoresSettings& settings, std::stop_token stop) {
  archive::BackupRoots roots{.local = std::move(local)};
  roots.open_store = [settings, stop = std::move(stop)](const std::string& name) {
    return open_root(Stores(settings).remote(name, stop), stop);
  };
  return roots;
}

}  // namespace mongokeep::store
