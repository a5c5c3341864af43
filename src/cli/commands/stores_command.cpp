#include <algorithm>
#include <stop_token>
#include <vector>

#include "cli/command.h"
#include "cli/views/stores_view.h"
#include "mongokeep/store_service.h"

namespace mongokeep::cli {

namespace {

Outcome run_stores(const Settings& settings, Surroundings& surroundings) {
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
  StoreService service(settings.store_service_settings());
  service.set_log_handler(console.log_handler());
  service.set_clock(surroundings.clock);
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
      .summary = "Show the stores, and what is still to be shipped",
      .arguments = "[OPTIONS]",
      .description =
          "Looks into each store of the configuration file. Shows its newest complete backup and that one's age, how "
          "many backups it has and their size, and how many backups of the root have not arrived. `arriving` counts "
          "folders without a manifest: they are being shipped or removed, or that was interrupted.",
      .groups = {SettingGroup::store, SettingGroup::stores, SettingGroup::retention, SettingGroup::result,
                 SettingGroup::general},
      .examples = {{"mongokeep stores", ""}, {"mongokeep stores --json | jq '.[].unshipped'", ""}},
      .exit_codes = {{"0", "each store is reachable and has everything"},
                     {"1", "the root cannot be read"},
                     {"2", "wrong usage or configuration, or no usable rclone"},
                     {"3", "a store cannot be reached, lacks a backup, or has a damaged one"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .always_uses_stores = true,
      .run = run_stores,
  };
}

}  // namespace mongokeep::cli
