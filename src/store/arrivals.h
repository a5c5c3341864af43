#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "base/files/directory.h"

namespace mongokeep::store {

/// What a root remembers of its backups' ways into the stores: `.stores.json`. It saves listings and reading back:
/// without it everything is looked at again. Only which unfinished shipments are its own is told nowhere else.
class Arrivals {
 public:
  using Time = std::chrono::system_clock::time_point;

  /// One backup's way into one store.
  struct Passage {
    std::string manifest;                    ///< checksum of the manifest that is shipped
    std::optional<Time> arrived = {};        ///< when all of it had arrived and was checked
    std::optional<Time> failing_since = {};  ///< of the first push that failed, where it has not arrived since
    std::optional<Time> removed = {};        ///< when the store's own rules removed it there
    std::optional<Time> missing = {};        ///< when it was found to be gone there, although it had arrived
  };

  static constexpr const char* file_name = ".stores.json";

  /// Of this root; empty where there is none, or none that can be read: `trouble` says so then.
  static Arrivals read(const Directory& root, std::string& trouble);
  /// Throws Error{storage}; the old one stays then.
  void write(const Directory& root) const;

  /// Tells this root from others that ship to the same store: 32 hex digits, made when they are first asked for.
  const std::string& root_id();
  /// The same; empty where nobody has asked yet.
  const std::string& known_root_id() const { return root_id_; }

  /// Null where nothing is known.
  const Passage* find(const std::string& store, const std::string& backup) const;
  Passage& of(const std::string& store, const std::string& backup) { return stores_[store][backup]; }
  /// Whether a backup has arrived there.
  bool has_any_in(const std::string& store) const;
  void forget(const std::string& store, const std::string& backup);
  /// Of all stores.
  void forget(const std::string& backup);
  /// Empty where nothing is known.
  const std::map<std::string, Passage>& in(const std::string& store) const;

  /// Since when the store has answered nothing that was asked of it, and taken nothing; nothing: it answers.
  std::optional<Time> silent_since(const std::string& store) const;
  void note_silence(const std::string& store, Time at) { silent_.try_emplace(store, at); }
  /// Ends a silence that had begun by then.
  void note_answer(const std::string& store, Time at);

  bool operator==(const Arrivals&) const = default;

 private:
  std::string root_id_;
  std::map<std::string, std::map<std::string, Passage>> stores_;
  std::map<std::string, Time> silent_;
};

bool operator==(const Arrivals::Passage& left, const Arrivals::Passage& right);

}  // namespace mongokeep::store
