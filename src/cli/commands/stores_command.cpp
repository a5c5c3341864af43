#include <algorithm>
#include <stop_token>
#include <vector>

#include "cli/command.h"
#include "cli/settings/store_values.h"
#include "cli/views/store_check_view.h"
#include "cli/views/stores_view.h"
#include "mongokeep/store_service.h"

namespace mongokeep::cli {

namespace {

/// The store to check; empty: none is meant.
std::string store_to_check(const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const std::string hint = "`mongokeep stores` shows all stores, `mongokeep stores check NAME` checks one";
  if (words.front() != "check")
    throw Error(ErrorKind::usage, "use", words.front(), "`stores` knows `check` only", hint);
  if (words.size() == 1) throw Error(ErrorKind::usage, "check a store", "", "no store was named", hint);
  if (words.size() > 2) throw Error(ErrorKind::usage, "use", words[2], "one store is checked at a time", hint);
  return without_colon(words[1]);
}

Outcome check_one(const std::string& store, StoreService& service, const Settings& settings, Console& console,
                  const std::stop_token& stop) {
  const StoreCheckReport report = service.check(store, stop);
  if (settings.json) {
    console.answer().give(store_check_json(report));
  } else {
    console.print(store_check_text(report, settings.quiet ? Detail::trouble : Detail::all));
  }
  return done_or_partial(report.verdict() != StoreCheckVerdict::problem);
}

Outcome run_stores(const Settings& settings, Surroundings& surroundings) {
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
  StoreService service(settings.store_service_settings());
  service.set_log_handler(console.log_handler());
  service.set_clock(surroundings.clock);
  const std::string to_check = store_to_check(settings.store_words);
  if (!to_check.empty()) return check_one(to_check, service, settings, console, stop.get_token());
  const std::vector<StoreState> states = service.states(stop.get_token());
  if (settings.json) {
    console.answer().give(stores_json(states));
  } else if (states.empty()) {
    console.log(LogLevel::info, "No stores are configured", {});
  } else {
    console.print(stores_table(states, surroundings.clock()));
  }
  const bool is_well = std::all_of(states.begin(), states.end(), [](const StoreState& state) {
    return !state.error && state.unshipped.empty() && state.damaged == 0;
  });
  return done_or_partial(is_well);
}

}  // namespace

Command stores_command() {
  return {
      .name = "stores",
      .summary = "Show the stores and what is still to be shipped, or check one",
      .arguments = "[check NAME] [OPTIONS]",
      .description =
          "Looks into each store of the configuration file. Shows its newest complete backup and that one's age, how "
          "many backups it has and their size, and how many backups of the root have not arrived. `arriving` counts "
          "folders without a manifest: they are being shipped or removed, or that was interrupted.\n\n"
          "`mongokeep stores check NAME` tries what a store can do, with the key that is configured: write, list, "
          "read, "
          "rename, overwrite, delete. It prints one line for each, and what follows from it, such as whether a thief "
          "of "
          "this machine could delete the copies. It writes small test files under a hidden name, removes them, and "
          "touches nothing else.",
      .groups = {SettingGroup::store_words, SettingGroup::store, SettingGroup::stores, SettingGroup::retention,
                 SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep stores", ""},
                   {"mongokeep stores check offsite", "Before the first push, and after each change."},
                   {"mongokeep stores --json | jq '.[].unshipped'", ""}},
      .exit_codes = {{"0", "each store is reachable and has everything; the check found no problem"},
                     {"1", "the root cannot be read"},
                     {"2", "wrong usage or configuration, or no usable rclone"},
                     {"3",
                      "a store cannot be reached, lacks a backup, or has a damaged one; the check found a problem"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .always_uses_stores = true,
      .run = run_stores,
  };
}

}  // namespace mongokeep::cli
