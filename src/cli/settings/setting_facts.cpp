#include "cli/settings/setting_facts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

constexpr std::string_view before_default = "Default: ";
constexpr std::string_view mark_of_choice = "(the default)";

/// Of "`0600`, nobody else (the default), …": the last word in backticks before the mark.
std::optional<std::string> marked_choice(std::string_view help) {
  const std::size_t mark = help.find(mark_of_choice);
  if (mark == std::string_view::npos) return std::nullopt;
  const std::size_t end = help.rfind('`', mark);
  const std::size_t begin = end == std::string_view::npos ? end : help.rfind('`', end - 1);
  if (begin == std::string_view::npos) return std::nullopt;
  return std::string(help.substr(begin + 1, end - begin - 1));
}

/// What the setting's own check says of a value that is none: "a whole number from 1 to 36500".
std::optional<std::string> asked_for(const Setting& setting) {
  if (setting.assign == nullptr) return std::nullopt;
  Settings scratch;
  try {
    setting.assign(scratch, {Source::flag, "", {"?"}});
  } catch (const Error& error) {
    constexpr std::string_view before = " is not ";
    const std::size_t at = error.cause().find(before);
    if (at != std::string::npos) return error.cause().substr(at + before.size());
  }
  return std::nullopt;
}

bool is_length_of_time(const Setting& setting) {
  return setting.value_name == "TIME";
}

/// A value that a person could mean, by what the help calls it.
std::string sample(std::string_view value_name) {
  constexpr auto samples = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"URI", "mongodb://127.0.0.1:27017/shop"},
      {"FILE", "/etc/mongokeep/file"},
      {"FOLDER", "/srv/backup"},
      {"REMOTE", "keep:bucket/shop"},
      {"SIZE", "8M"},
      {"NAME", "shop"},
      {"PATTERN", "shop.order*"},
      {"MODEL", "User"},
      {"ZONE", "Europe/Berlin"},
      {"CRON", "0 1 * * *"},
      {"TIME", "30m"},
      {"COMMAND", "/usr/local/bin/tell"},
      {"URL", "https://hc-ping.com/your-uuid"},
  });
  for (const auto& [name, value] : samples) {
    if (name == value_name) return std::string(value);
  }
  return std::string(value_name);
}

/// The default where it can be written as it is, otherwise a sample.
std::string example_value(const Setting& setting) {
  const auto usual = default_text(setting);
  switch (setting.kind) {
    case ValueKind::boolean: return "true";
    case ValueKind::whole_number: {
      const std::size_t digits = usual ? usual->find_first_not_of("0123456789") : 0;
      return usual && digits != 0 ? usual->substr(0, digits) : "7";
    }
    case ValueKind::list:
    case ValueKind::models:
      // Names that come in lists are collections'.
      return fmt::format("[\"{}\"]", setting.value_name == "NAME" ? "users" : sample(setting.value_name));
    case ValueKind::choice: {
      const std::vector<std::string> words = choices(setting);
      const bool is_word = usual && std::find(words.begin(), words.end(), *usual) != words.end();
      return fmt::format("\"{}\"", is_word ? *usual : words.back());
    }
    case ValueKind::text: break;
  }
  const bool is_plain = usual && is_length_of_time(setting);
  return fmt::format("\"{}\"", is_plain ? *usual : sample(setting.value_name));
}

}  // namespace

std::optional<std::string> default_text(const Setting& setting) {
  const std::size_t at = setting.help.rfind(before_default);
  if (at == std::string_view::npos) return marked_choice(setting.help);
  std::string text(setting.help.substr(at + before_default.size()));
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string purpose(const Setting& setting) {
  std::string text(setting.help.substr(0, setting.help.rfind(before_default)));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string allowed_values(const Setting& setting) {
  switch (setting.kind) {
    case ValueKind::boolean: return "true or false";
    case ValueKind::choice: return fmt::format("one of `{}`", fmt::join(choices(setting), "`, `"));
    case ValueKind::whole_number: return asked_for(setting).value_or("a whole number");
    case ValueKind::list: return "texts: a list in the file, commas in the variable, the flag repeated";
    case ValueKind::models: return "models: a list in the file, commas in the variable, the flag repeated";
    case ValueKind::text: break;
  }
  if (is_length_of_time(setting)) return asked_for(setting).value_or("a duration");
  return fmt::format("text: {}", setting.value_name);
}

std::string example_lines(const Setting& setting) {
  const std::size_t dot = setting.key.rfind('.');
  const std::string line = fmt::format("{} = {}", setting.key.substr(dot + 1), example_value(setting));
  if (is_of_each_store(setting)) {
    const std::string name = "name = \"offsite\"";
    return setting.key == "stores.name" ? "[[stores]]\n" + name : fmt::format("[[stores]]\n{}\n{}", name, line);
  }
  return dot == std::string_view::npos ? line : fmt::format("[{}]\n{}", setting.key.substr(0, dot), line);
}

}  // namespace mongokeep::cli
