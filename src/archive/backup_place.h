#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "archive/readable_folder.h"

namespace mongokeep::archive {

/// Opens the root of the store of this name. Throws Error{usage} where there is no such store, Error{storage}.
using OpenStore = std::function<std::shared_ptr<const ReadableFolder>(const std::string& store)>;

/// Where backups are looked for.
struct BackupRoots {
  std::filesystem::path local;  ///< on this machine
  OpenStore open_store = {};    ///< null: backups in stores cannot be named
};

/// Where a backup lies that somebody named.
struct BackupPlace {
  std::filesystem::path path;                  ///< as a person names it: a folder of this machine, or `STORE:NAME`
  std::shared_ptr<const ReadableFolder> root;  ///< of the store; null: on this machine
  std::string name;                            ///< in that root
};

/// Whether a store may be called so: of letters, digits, `-` and `_`.
bool is_store_name(std::string_view text);

/// The backup's folder. Throws Error{storage}.
std::unique_ptr<ReadableFolder> open_folder(const BackupPlace& place);

/// What `STORE:NAME` says: a store, and a backup in it (empty: the whole store).
struct NameInStore {
  std::string store;
  std::string backup;
};

/// Nothing where the text does not have that form. A path has a slash before its first colon, or no colon.
std::optional<NameInStore> name_in_store(std::string_view text);

/// What shows the backups beside this one: "`mongokeep list …`", for hints.
std::string list_command(const std::filesystem::path& backup);

}  // namespace mongokeep::archive
