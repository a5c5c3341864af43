#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/mongo_client.h"
#include "support/program.h"
#include "support/server.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

using Json = nlohmann::ordered_json;

inline constexpr const char* record_name = ".schedule.json";
/// An expression that is due once in four years.
inline constexpr const char* never_soon = "0 0 29 2 *";

/// A database of its own on a server, a root of its own, and the program to back up the one into the other.
class Scene {
 public:
  explicit Scene(Server& server);

  const std::string& database() const { return database_; }
  MongoClient& client() { return client_; }
  const std::filesystem::path& folder() const { return temp_.path(); }
  std::filesystem::path root() const { return temp_.path() / "backup"; }
  std::string uri() const { return server_.uri(database_); }
  std::string uri_to(const std::string& database) const { return server_.uri(database); }

  /// `mongokeep backup` of the scene's database into its root, with further arguments.
  ProgramResult back_up(const std::vector<std::string>& more = {}) const;
  /// The call that back_up makes, for tests that change it.
  ProgramCall backup_call(const std::vector<std::string>& more = {}) const;
  /// The same with another connection string, taken as it is.
  ProgramCall backup_call_to(const std::string& uri, const std::vector<std::string>& more = {}) const;
  /// Any command, with the scene's root.
  ProgramResult call(const std::string& command, const std::vector<std::string>& more = {}) const;

  /// `mongokeep restore` of the newest backup of the scene's root into another database.
  ProgramResult restore_into(const std::string& database, const std::vector<std::string>& more = {}) const;

  /// Makes a key pair, `NAME.key` in the scene's folder, and gives its recipient.
  std::string make_key(const std::string& name) const;
  std::string key(const std::string& name) const { return (folder() / (name + ".key")).string(); }

  /// The folder that a successful backup printed.
  static std::filesystem::path folder_of(const ProgramResult& result);
  /// Inserts {_id: 0 … count - 1, text: …} of about `size` bytes each.
  void insert_numbered(const std::string& collection, int count, int size = 100);
  /// Where dated folders and unfinished ones would lie; empty when there is no root.
  std::vector<std::string> names_in_root() const;

 private:
  Server& server_;
  TempDir temp_;
  std::string database_ = fresh_database();
  MongoClient client_;
};

/// The manifest of a backup's folder.
Json manifest_of(const std::filesystem::path& folder);
/// What the manifest says of a collection; a failure of the test when it is not there.
Json record_of(const std::filesystem::path& folder, const std::string& collection);
/// The lines of a JSON log, each parsed: a line that is not JSON throws.
std::vector<Json> log_of(const ProgramResult& result);
/// Those of them with this message.
std::vector<Json> lines_with(const ProgramResult& result, const std::string& message);
/// The first line with this message; null when there is none.
Json line_of(const ProgramResult& result, const std::string& message);
/// The documents of a file, by its lines; checks the form of the array.
std::vector<std::string> documents_in(const std::filesystem::path& file);

}  // namespace mongokeep::test
