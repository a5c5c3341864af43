#pragma once

#include <string>

#include "archive/open_backup.h"
#include "mongo/named_database.h"
#include "mongo/namespace.h"

namespace mongokeep::verify {

/// Which collection of a server belongs to one of a backup: where it is restored to, and what it is compared with. One
/// rule for both:
///
/// - A backup of one database goes by the database that was named, in whichever place, and by its own where none
///   was. The database `admin` has to be named with --db: a connection string often names it for logging in.
/// - Of a backup of all databases, each goes by its own name. Where one was named with --db, that one alone is
///   meant. A name in the connection string is refused: nobody can tell whether all are meant, or that one.
/// - An older system's does not say which database it is of: one has to be named.
class Counterparts {
 public:
  /// Throws Error{configuration} as told above. `operation` is for its text. Borrows the backup.
  Counterparts(const archive::OpenBackup& backup, mongo::NamedDatabase named, const char* operation);

  bool are_meant(const archive::CollectionRecord& record) const;
  /// What the collection was called when the backup was made.
  mongo::Namespace source(const archive::CollectionRecord& record) const;
  mongo::Namespace target(const archive::CollectionRecord& record) const;

 private:
  void check(const char* operation) const;

  const archive::OpenBackup& backup_;
  mongo::NamedDatabase named_;
};

}  // namespace mongokeep::verify
