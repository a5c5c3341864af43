#include <csignal>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/files/file.h"
#include "base/text/hidden_text.h"
#include "base/text/shell_word.h"
#include "cli/chosen_root.h"
#include "cli/command.h"
#include "mongokeep/backup_root.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

/// A word without a slash that is no file is a backup's name, and the collection was forgotten.
void refuse_forgotten_collection(const std::string& word) {
  std::error_code trouble;
  if (word.find('/') != std::string::npos || std::filesystem::exists(word, trouble)) return;
  // What cannot be looked at is told of where it is read.
  if (trouble && !says_absent(trouble.value())) return;
  throw Error(ErrorKind::usage, "print", word, "no collection was named, and there is no file of this name",
              "Name the collection: mongokeep cat " + shell_word(word) + " COLLECTION");
}

Outcome run_cat(const Settings& settings, Surroundings& surroundings) {
  if (settings.chosen_backup.empty()) {
    throw Error(ErrorKind::usage, "print", "", "no backup or file was given",
                "Use mongokeep cat BACKUP COLLECTION, or mongokeep cat FILE");
  }
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
  // Whoever reads has seen enough (`| head`): as of other programs that print, that is the end, and no failure to tell.
  std::signal(SIGPIPE, SIG_DFL);
  // On a terminal no document may steer it. Where another program reads, it gets the bytes as they are.
  const bool is_terminal = console.print_width().has_value();
  JsonForTerminal terminal;
  const TextSink print = [&](std::string_view text) {
    if (is_terminal) {
      console.print(terminal.shown(text));
    } else {
      console.print(text);
    }
  };
  if (settings.stored_collection.empty()) {
    refuse_forgotten_collection(settings.chosen_backup);
    read_packed_file(settings.chosen_backup, settings.keys, print, stop.get_token());
  } else {
    backup_root(settings, surroundings)
        .read(settings.chosen_backup, settings.stored_collection, print, stop.get_token());
  }
  console.print(terminal.rest());
  return Outcome::done;
}

}  // namespace

Command cat_command() {
  return {
      .name = "cat",
      .summary = "Print a collection as JSON, decrypted and decompressed",
      .arguments = "BACKUP COLLECTION | FILE [OPTIONS]",
      .description =
          "Writes the stored text of a collection to standard output, decrypted and decompressed. Put -- before a name "
          "that begins with a dash. With FILE it does "
          "the same for a single file, wherever it is: the file's content, not its name, decides whether it is "
          "encrypted (`.age`), compressed (`.zst`) or both. Memory use is constant.\n\n"
          "On a terminal, characters that would control it or hide text are shown as JSON escapes, such as \\u001b. A "
          "pipe or a file gets the stored bytes.\n\n"
          "If the file is damaged, cat prints the text before the damage, stops there, and exits with 4.",
      .groups = {SettingGroup::backup_choice, SettingGroup::stored_collection, SettingGroup::keys,
                 SettingGroup::passphrase, SettingGroup::downgrade, SettingGroup::store, SettingGroup::stores,
                 SettingGroup::general},
      .examples = {{"mongokeep cat latest users | head", ""},
                   {"mongokeep cat 20th_Feb_2024 orders --identity backup.key | jq '.[0]'",
                    "From an encrypted backup."},
                   {"mongokeep cat orders.json.zst.age --identity backup.key > orders.json",
                    "One file, without the rest of the backup."}},
      .exit_codes = {{"0", "printed completely"},
                     {"1", "the file cannot be read, or standard output cannot be written"},
                     {"2", "wrong usage or configuration, or no such backup or collection"},
                     {"4", "the file is damaged, or no key opens it; the output is incomplete"},
                     {"5", "a clean-up is removing the backup"},
                     {"129", "stopped by SIGHUP"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .run = run_cat,
  };
}

}  // namespace mongokeep::cli
