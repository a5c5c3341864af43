#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

#include "base/log.h"
#include "keys/reading_keys.h"
#include "mongokeep/progress.h"
#include "stream/age/recipients.h"

namespace mongokeep::rewrap {

/// What becomes of an encrypted backup when its readers change. All borrowed.
struct RewrapOrder {
  const std::filesystem::path& root;
  const std::string& wanted;  ///< as find_backup() takes it
  keys::ReadingKeys keys;     ///< that open it
  const stream::age::Recipients& recipients;
  std::chrono::system_clock::time_point now;
  std::string usual_mark;  ///< likewise
  std::stop_token stop;
  ProgressObserver* observer = nullptr;  ///< null: nobody is told
};

struct Rewrapped {
  std::filesystem::path folder;  ///< absolute
  std::uint64_t files = 0;
  std::string unsynced;  ///< as RewrapReport has it
};

/// Lets other recipients than before open a backup: the key of each file is wrapped anew, in a new header; the
/// encrypted text behind it stays as it is, byte for byte. Who could open a copy of the old files can do so for ever.
///
/// The new folder is made beside the old one, under the root's lock, checked, and exchanged with it in one step: an
/// interruption leaves the one or the other, whole. It keeps the age of the old one.
///
/// Throws Error{usage} for a backup that is not there or not encrypted, Error{damaged} for one that is not as it was
/// written (damage must not get a fresh checksum), Error{sealed} when the keys do not open it, Error{locked} while
/// another run holds the root or somebody reads the backup, Error{storage}, Error{stopped}: then the backup is as it
/// was, unless the error says that this cannot be seen.
Rewrapped rewrap_backup(const RewrapOrder& order, Log& log);

}  // namespace mongokeep::rewrap
