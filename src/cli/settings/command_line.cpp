#include "cli/settings/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/flag_hint.h"
#include "cli/settings/tool_flags.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Error wrong(const std::string& word, std::string cause, std::string hint) {
  return Error(ErrorKind::usage, "use", word, std::move(cause), std::move(hint));
}

std::string help_hint(std::string_view command) {
  return fmt::format("`mongokeep {} --help` lists the flags", command);
}

/// One parse of one command line.
class Parser {
 public:
  Parser(std::string_view command, std::span<const SettingGroup> groups) : command_(command), groups_(groups) {
    app_.set_help_flag();
    app_.allow_extras();
    for (const Setting& setting : all_settings()) {
      if (!setting.flag.empty() && is_in(setting, groups)) add(setting);
    }
  }

  GivenValues parse(const std::vector<std::string>& words) {
    const auto mark = std::find(words.begin(), words.end(), "--");
    const std::vector<std::string> before_mark(words.begin(), mark);
    refuse_empty_values(before_mark);
    refuse_host(before_mark);
    try {
      app_.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::ArgumentMismatch&) {
      throw wrong(words.back(), "it needs a value", help_hint(command_));
    } catch (const CLI::ParseError& error) {
      throw Error(ErrorKind::usage, "read the command line", "", error.what(), help_hint(command_));
    }
    refuse_extras();
    refuse_second_backup(words, before_mark.size());
    GivenValues given;
    for (const auto& [setting, option] : options_) {
      if (option->count() > 0) given[setting] = value_of(*setting, *option);
    }
    return given;
  }

 private:
  void add(const Setting& setting) {
    const std::string names(setting.flag);
    CLI::Option* option = setting.kind == ValueKind::boolean ? app_.add_flag(names) : app_.add_option(names);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    const bool is_many_words = takes_many(setting) && !setting.flag.starts_with("-");
    if (setting.kind != ValueKind::boolean) option->allow_extra_args(is_many_words)->expected(is_many_words ? -1 : 1);
    options_.emplace_back(&setting, option);
  }

  /// CLI11 would take the next word for the value of `--root=`.
  void refuse_empty_values(const std::vector<std::string>& words) const {
    for (const std::string& word : words) {
      if (word.ends_with('=') && is_flag(word.substr(0, word.size() - 1))) {
        throw wrong(word.substr(0, word.size() - 1), "its value is empty", help_hint(command_));
      }
    }
  }

  /// With the tools, -h names the host. A word that follows it is nothing that the help could be about.
  void refuse_host(const std::vector<std::string>& words) const {
    if (!is_in(setting_named("uri"), groups_)) return;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool is_joined = words[i].size() > 2 && words[i].starts_with("-h") && words[i][2] != 'v';
      const bool is_followed = words[i] == "-h" && i + 1 < words.size() && !words[i + 1].starts_with("-");
      if (!is_joined && !is_followed) continue;
      throw wrong("-h", "it shows the help and takes no host", std::string(*tool_flag_hint(command_, "--host")));
    }
  }

  Error word_too_many(const std::string& word) const {
    return wrong(word, fmt::format("`mongokeep {}` does not take this argument", command_), help_hint(command_));
  }

  /// A connection string needs no flag, as with the tools. A word that is none is a second backup, or a slip: `verify
  /// root/*` must not pass over all but the first.
  void refuse_second_backup(const std::vector<std::string>& words, std::size_t mark) const {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool is_flag = i <= mark && words[i].starts_with("-");
      const bool has_flag = is_flag || (i > 0 && i < mark && words[i - 1] == "--uri");
      if (has_flag || words[i].find("://") != std::string::npos || !is_value_of_uri(words[i])) continue;
      throw word_too_many(words[i]);
    }
  }

  bool is_value_of_uri(const std::string& word) const {
    const auto uri = std::find_if(options_.begin(), options_.end(),
                                  [](const auto& one) { return one.first == &setting_named("uri"); });
    if (uri == options_.end()) return false;
    const std::vector<std::string>& values = uri->second->results();
    return std::find(values.begin(), values.end(), word) != values.end();
  }

  void refuse_extras() const {
    std::vector<std::string> extras = app_.remaining();
    // CLI11 counts the mark behind which no word is a flag as one of them.
    if (const auto mark = std::find(extras.begin(), extras.end(), "--"); mark != extras.end()) {
      if (mark + 1 != extras.end()) throw word_too_many(*(mark + 1));
      extras.erase(mark);
    }
    const auto flag = std::find_if(extras.begin(), extras.end(),
                                   [](const std::string& word) { return word.size() > 1 && word.front() == '-'; });
    if (flag != extras.end()) {
      // What is joined to a flag may be a secret: -pPASSWORD, --password=PASSWORD.
      const std::string name = flag->starts_with("--") ? flag->substr(0, flag->find('=')) : flag->substr(0, 2);
      throw wrong(name, fmt::format("`mongokeep {}` has no such flag", command_), flag_hint(command_, groups_, name));
    }
    if (!extras.empty()) throw word_too_many(extras.front());
  }

  Given value_of(const Setting& setting, const CLI::Option& option) const {
    const std::string name = shown_flag(setting);
    if (setting.kind == ValueKind::boolean) return {Source::flag, name, {option.as<bool>() ? "true" : "false"}};
    const std::vector<std::string>& values = option.results();
    for (const std::string& value : values) {
      // CLI11 takes whatever comes next: `--root --quiet` would back up into a folder called --quiet. What has no flag
      // stands behind `--`, on purpose.
      if (setting.flag.starts_with("-") && is_flag(value))
        throw wrong(name, fmt::format("it needs a value, but {} follows", value), help_hint(command_));
    }
    if (values.size() > 1 && !takes_many(setting))
      throw wrong(name, "it was given more than once", "Give it only once");
    return {Source::flag, name, values};
  }

  bool is_flag(const std::string& word) const {
    if (!word.starts_with("-")) return false;
    for (const auto& [setting, option] : options_) {
      const std::vector<std::string> names = flag_names(*setting);
      if (std::find(names.begin(), names.end(), word) != names.end()) return true;
    }
    return false;
  }

  std::string_view command_;
  std::span<const SettingGroup> groups_;
  CLI::App app_;
  std::vector<std::pair<const Setting*, CLI::Option*>> options_;
};

}  // namespace

GivenValues parse_command_line(std::string_view command, std::span<const SettingGroup> groups,
                               const std::vector<std::string>& words) {
  return Parser(command, groups).parse(words);
}

}  // namespace mongokeep::cli
