#pragma once

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "mongo/connection.h"

namespace mongokeep::restore {

/// Databases that a drill fills and that go with it, however it ends. They are ours: none of them was there before.
class ScratchDatabases {
 public:
  /// How the names of those that a drill makes up begin.
  static constexpr const char* prefix = "mongokeep_drill_";

  /// One for each of `sources`, in their order; `name` is the first one's, empty: names are made up. Nothing is made on
  /// the server yet. Borrows client and log. A server that does not answer is asked again, until `stop`.
  /// Throws Error{configuration} when `name` holds anything already, Error{connection}, Error{server}.
  ScratchDatabases(const mongo::Client& client, Log& log, const std::vector<std::string>& sources, std::string name,
                   std::stop_token stop);
  ~ScratchDatabases();
  ScratchDatabases(const ScratchDatabases&) = delete;
  ScratchDatabases& operator=(const ScratchDatabases&) = delete;

  const std::vector<std::string>& names() const { return names_; }
  /// Drops them now. Throws Error that names the one which is still there.
  void drop();

 private:
  void warn_of_leftovers() const;

  const mongo::Client& client_;
  Log& log_;
  std::stop_token stop_;
  std::vector<std::string> names_;
  bool is_dropped_ = false;
};

}  // namespace mongokeep::restore
