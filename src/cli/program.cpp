#include "cli/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "cli/commands.h"
#include "cli/exposure_warnings.h"
#include "cli/final_answer.h"
#include "cli/help.h"
#include "cli/help_page.h"
#include "cli/process_secrecy.h"
#include "cli/settings/command_line.h"
#include "cli/settings/environment.h"
#include "mongokeep/error.h"
#include "mongokeep/version.h"

namespace mongokeep::cli {

namespace {

/// The form that the user wants for log lines, known before anything can go wrong with the other settings.
LogForm wanted_log_form(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
  LogForm form = LogForm::automatic;
  const auto take = [&](const std::string& text, const std::string& opening) {
    if (text == opening + "json") form = LogForm::json;
    if (text == opening + "text") form = LogForm::text;
  };
  for (const std::string& entry : environment) take(entry, "MONGOKEEP_LOG_FORMAT=");
  for (std::size_t i = 0; i < words.size(); ++i) {
    take(words[i], "--logFormat=");
    if (words[i] == "--logFormat" && i + 1 < words.size()) take(words[i + 1], "");
  }
  return form;
}

/// Known before any word has found its place, too: who reads JSON wants to read of a mistake in the other words.
bool wants_json(const std::vector<std::string>& words) {
  bool is_wanted = false;
  for (const std::string& word : words) {
    if (word == "--json" || word.starts_with("--json=")) is_wanted = word != "--json=false";
  }
  return is_wanted;
}

template <typename Openings>
bool holds(std::string_view entry, const Openings& openings) {
  return std::any_of(openings.begin(), openings.end(), [&](std::string_view one) { return entry.starts_with(one); });
}

/// What can be known of secrets before any word has found its place: a connection string may stand where it does not
/// belong, and the error about that must not repeat it.
Redactor first_redactor(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
  Redactor redactor;
  for (const std::string& word : words) {
    if (word.find_first_of("@?") != std::string::npos || word.find("://") != std::string::npos) redactor.add(word);
  }
  for (const std::string_view entry : environment) {
    const std::string_view value = entry.substr(std::min(entry.find('=') + 1, entry.size()));
    if (holds(entry, uri_entries) || holds(entry, proxy_entries)) redactor.add(value);
    if (holds(entry, address_entries)) redactor.add_address(value);
    if (holds(entry, token_entries)) redactor.add_secret(value);
  }
  return redactor;
}

/// A pipe, as a shell makes of `<(…)`, has nothing to say a second time: its silence must not be taken for defaults.
void refuse_pipes(const GivenValues& flags, const GivenValues& environment) {
  for (const char* const name : {"--config", "MONGOKEEP_URI_FILE", "MONGOKEEP_DRILL_URI_FILE"}) {
    const Setting* setting = &setting_named(name);
    for (const GivenValues* given : {&flags, &environment}) {
      const auto found = given->find(setting);
      if (found == given->end()) continue;
      const std::string& path = found->second.values.front();
      std::error_code missing;
      const auto type = std::filesystem::status(path, missing).type();
      // What cannot be looked at is told of where it is read.
      if (missing || type == std::filesystem::file_type::regular) continue;
      throw Error(ErrorKind::configuration, "read again", path, "it is not a regular file, so it can be read only once",
                  "Keep it in a regular file, or restart the program");
    }
  }
}

/// `check` has findings of its own in place of warnings. What reads the root of this machine alone needs no store.
bool uses_stores(const Command& command, const Settings& settings) {
  const auto& stores = settings.stores.stores;
  return command.always_uses_stores || !settings.chosen_store.empty() ||
         std::any_of(stores.begin(), stores.end(),
                     [&](const StoreSettings& store) { return settings.chosen_backup.starts_with(store.name + ":"); });
}

/// What a command has done stands, whatever keeps it from telling the rest.
Outcome run_to_the_end(const Command& command, const Settings& settings, Surroundings& surroundings) {
  try {
    return command.run(settings, surroundings);
  } catch (const std::exception& untold) {
    if (!surroundings.done) throw;
    warn_of_untold(surroundings.console, untold);
    return *surroundings.done;
  }
}

Outcome call_command(const Command& command, const std::vector<std::string>& words,
                     const std::vector<std::string>& entries, Console& console, StopSignals& signals) {
  const StopSignals::Watch guard = console.answer().is_wanted() ? signals.guard() : StopSignals::Watch();
  const GivenValues flags = parse_command_line(command.name, command.groups, words);
  if (flags.contains(&setting_named("--help"))) {
    console.print(command_help(command));
    return Outcome::done;
  }
  const Environment environment = read_environment(entries);
  const auto load = [&] {
    Settings settings = load_settings(command.groups, flags, environment.given);
    settings.stores.environment = entries;
    for (const std::string& uri : {settings.uri, settings.against, settings.drill_uri}) {
      if (console.add_secret(uri)) forbid_core_files();
    }
    const Hooks& hooks = settings.tasks.hooks;
    for (const std::string& url : {hooks.ping_url, hooks.cleanup_ping_url, hooks.drill_ping_url, hooks.push_ping_url}) {
      if (console.add_address(url)) forbid_core_files();
    }
    if (settings.holds_keys()) forbid_core_files();
    return settings;
  };
  const Settings settings = load();
  console.answer().want(settings.json);
  console.set_log(settings.log_form, settings.least_level());
  for (const std::string& name : environment.unknown) {
    console.log(LogLevel::warning, "Unknown environment variable", {{"variable", name}});
  }
  if (command.warns_of_exposure) warn_of_exposure(settings, console);
  if (uses_stores(command, settings)) warn_of_exposed_stores(settings, console);
  const auto load_again = [&] {
    refuse_pipes(flags, environment.given);
    Settings fresh = load();
    if (command.warns_of_exposure) warn_of_exposure(fresh, console);
    if (uses_stores(command, fresh)) warn_of_exposed_stores(fresh, console);
    return fresh;
  };
  Surroundings surroundings{console, signals, console.clock(), words, load_again};
  return run_to_the_end(command, settings, surroundings);
}

}  // namespace

Outcome run_program(const std::vector<std::string>& words, const std::vector<std::string>& environment,
                    Console& console, StopSignals& signals) {
  console.redactor() = first_redactor(words, environment);
  if (console.redactor().holds_secret()) forbid_core_files();
  console.set_log(wanted_log_form(words, environment), LogLevel::info);
  console.answer().want(wants_json(words));
  const std::string& first = words.front();
  if (first == "--version") {
    console.print(fmt::format("mongokeep {}\n", version()));
    return Outcome::done;
  }
  if (first == "help" || first == "--help" || first == "-h") {
    console.print(words.size() > 1 ? help_page(words[1]) : program_help());
    return Outcome::done;
  }
  if (first.starts_with("-")) {
    throw Error(ErrorKind::usage, "use", first.substr(0, first.find('=')), "a command must come first",
                "`mongokeep help` lists the commands");
  }
  return call_command(command_named(first), {words.begin() + 1, words.end()}, environment, console, signals);
}

}  // namespace mongokeep::cli
