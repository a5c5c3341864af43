#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "store/remote.h"
#include "store/scratch_folder.h"

namespace mongokeep::store {

/// Test files in a store, in a hidden folder of their own whose name nothing else has. All functions throw
/// Error{storage}, Error{stopped}.
class TrialFolder {
 public:
  /// What the names of all of them begin with: one that was killed leaves its own.
  static constexpr std::string_view name_begins_with = ".mongokeep-check-";

  /// Makes nothing in the store yet. Borrowed.
  TrialFolder(const Remote& remote, const RemoteFacts& facts);

  const std::string& name() const { return name_; }

  /// As a push ships a file: what is there and differs is an error.
  void ship(const std::string& file, std::string_view text, const std::stop_token& stop);
  /// The same, locked for so long (S3 object lock).
  void ship_locked(const std::string& file, std::string_view text, std::chrono::seconds time,
                   const std::stop_token& stop);
  /// As whoever has the key could: in the place of what is there.
  void write_over(const std::string& file, std::string_view text, const std::stop_token& stop);
  std::string read(const std::string& file, std::uint64_t offset, std::uint64_t count,
                   const std::stop_token& stop) const;
  void rename(const std::string& from, const std::string& to, const std::stop_token& stop);
  void remove(const std::string& file, const std::stop_token& stop) const;

  /// The names that are listed; where versions are wanted (S3), those of former versions too.
  enum class Versions { newest, all };
  std::vector<std::string> list(Versions versions, const std::stop_token& stop) const;
  /// Removes one former version that list() has told of.
  void remove_version(const std::string& version, const std::stop_token& stop) const;
  /// When the store says that it got a file that is sent now, by its own clock; nothing: it does not tell.
  std::optional<std::chrono::system_clock::time_point> time_of_arrival(const std::stop_token& stop);

  /// Removes everything from the store that was made there, former versions too, and returns what is left.
  std::vector<std::string> clear(const std::stop_token& stop);

 private:
  std::string path_of(const std::string& file) const { return name_ + "/" + file; }
  void write_here(const std::string& file, std::string_view text) const;
  std::vector<std::string> list_what_can_be_seen(const std::stop_token& stop) const;
  void remove_all(const std::stop_token& stop) const;

  const Remote& remote_;
  const RemoteFacts& facts_;
  std::string name_;
  ScratchFolder local_;  ///< of this machine, from which files are shipped
  std::vector<std::string> files_;
};

}  // namespace mongokeep::store
