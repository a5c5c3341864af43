#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/open_backup.h"
#include "archive/stored_text.h"
#include "base/shell_word.h"
#include "base/stop_wait.h"
#include "cli/command.h"
#include "cli/find_backup.h"
#include "keys/key_files.h"
#include "mongokeep/error.h"
#include "stream/checksum_source.h"
#include "stream/file_source.h"

namespace mongokeep::cli {

namespace {

using archive::CollectionRecord;
using archive::OpenBackup;

/// Prints what the source gives, until its end.
stream::Checksum print_all(stream::Source& text, Console& console, const std::stop_token& stop) {
  stream::Checksum printed;
  std::vector<char> room(std::size_t{1} << 20U);
  while (const std::size_t got = text.read(room)) {
    throw_if_stopped(stop);
    console.print({room.data(), got});
    printed.add({room.data(), got});
  }
  return printed;
}

const CollectionRecord& record_named(const OpenBackup& backup, const std::string& wanted) {
  const CollectionRecord* found = nullptr;
  for (const CollectionRecord& record : backup.manifest().collections) {
    const std::string& database = backup.database_of(record);
    const bool is_meant = record.name == wanted || (!database.empty() && database + "." + record.name == wanted);
    if (!is_meant) continue;
    if (found != nullptr) {
      throw Error(ErrorKind::usage, "print the collection", wanted,
                  "several databases in the backup have one of this name",
                  fmt::format("Say which: {}.{}", database, record.name));
    }
    found = &record;
  }
  if (found == nullptr) {
    throw Error(ErrorKind::usage, "print the collection", wanted, "the backup has none of this name",
                fmt::format("`mongokeep show {}` lists them", shell_word(backup.path().string())));
  }
  if (found->file.empty()) {
    throw Error(ErrorKind::usage, "print the collection", wanted,
                found->error.empty() ? "it is a view, of which the definition alone was stored"
                                     : "it failed when the backup was made: " + found->error);
  }
  return *found;
}

/// As it lies there, packed.
stream::Checksum stored_checksum(const OpenBackup& backup, const CollectionRecord& record) {
  const UniqueFd file = backup.open_file(record);
  stream::FileSource source(file.get(), backup.path_of(record).string(), stream::FileSource::From::cache);
  return stream::checksum_of(source);
}

/// What is not encrypted may be whole, and of another day: the manifest's checksum tells whether it is what was
/// written.
void check(const OpenBackup& backup, const CollectionRecord& record, const stream::Checksum& printed) {
  const archive::FileForm form = archive::form_of(record.file);
  if (backup.is_legacy() || form.is_encrypted) return;
  const auto is_written = [&](const stream::Checksum& stored) {
    return stored.is(record.stored_bytes, record.xxh3_128);
  };
  if (form.is_plain() ? is_written(printed) : is_written(stored_checksum(backup, record))) return;
  throw Error(ErrorKind::damaged, "rely on what was printed of", backup.path_of(record).string(),
              "its checksum is not the manifest's",
              fmt::format("`mongokeep verify {}` tells where it is damaged", shell_word(backup.path().string())));
}

UniqueFd open_named(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file) throw storage_error("open the file", path, errno);
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) throw storage_error("look at", path, errno);
  if (S_ISREG(facts.st_mode)) return file;
  throw Error(ErrorKind::usage, "print", path, S_ISDIR(facts.st_mode) ? "it is a folder" : "it is not a file",
              S_ISDIR(facts.st_mode) ? "Name a collection as well: mongokeep cat BACKUP COLLECTION"
                                     : "It is read from several places: put it into a file first");
}

Outcome run_cat(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "print", "", "nothing is named",
                "mongokeep cat BACKUP COLLECTION, or mongokeep cat FILE");
  }
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
  // Whoever reads has seen enough (`| head`): as of other programs that print, that is the end, and no failure to tell.
  std::signal(SIGPIPE, SIG_DFL);
  const keys::ReadingKeys keys = keys::read_keys(settings.keys);
  if (settings.stored_collection.empty()) {
    archive::StoredText text(open_named(settings.chosen_backup), settings.chosen_backup, *keys.identities);
    print_all(text, console, stop.get_token());
    return Outcome::done;
  }
  const OpenBackup backup = OpenBackup::open(find_backup(settings, surroundings), keys);
  backup.require_open("print a collection of");
  const CollectionRecord& record = record_named(backup, settings.stored_collection);
  const std::unique_ptr<archive::StoredText> text = backup.open_text(record);
  check(backup, record, print_all(*text, console, stop.get_token()));
  return Outcome::done;
}

}  // namespace

Command cat_command() {
  return {
      .name = "cat",
      .summary = "Print a collection's text, decrypted and decompressed",
      .arguments = "BACKUP COLLECTION | FILE [OPTIONS]",
      .description =
          "Prints the stored text of a collection, or of any one file that is packed as ours are (`.zst`, `.age`, "
          "`.zst.age`; its bytes tell), on the standard output, in constant memory.\n\n"
          "What is damaged is found out where it stands: all text before it is printed, none behind it, and the exit "
          "code is 4.",
      .groups = {SettingGroup::backup_choice, SettingGroup::stored_collection, SettingGroup::keys,
                 SettingGroup::passphrase, SettingGroup::downgrade, SettingGroup::store, SettingGroup::general},
      .examples = {{"mongokeep cat latest users | head", ""},
                   {"mongokeep cat 20th_Feb_2024 orders --identity backup.key | jq '.[0]'", "Of an encrypted backup."},
                   {"mongokeep cat orders.json.zst.age --identity backup.key > orders.json",
                    "One file, wherever it lies."}},
      .exit_codes = {{"0", "printed, all of it"},
                     {"1", "it cannot be read, or the standard output takes no more"},
                     {"2", "wrong usage or configuration, no such backup or collection"},
                     {"4", "damaged, or no key opens it; what is printed is not all"},
                     {"5", "a clean-up is removing the backup"},
                     {"129", "stopped by SIGHUP"},
                     {"130, 143", "stopped by SIGINT, SIGTERM"}},
      .run = run_cat,
  };
}

}  // namespace mongokeep::cli
