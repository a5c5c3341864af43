#include "cli/settings/config_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <optional>

#include "base/text/nearest_name.h"
#include "cli/settings/key_depth.h"
#include "cli/settings/setting_table.h"
#include "cli/settings/text_file.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

constexpr std::size_t longest_config = 1048576;
constexpr std::string_view stores_key = "stores";
constexpr std::size_t most_stores = 100;

/// Reads one file into settings; keeps its name for errors.
class ConfigReader {
 public:
  explicit ConfigReader(std::string path) : path_(std::move(path)) {}

  GivenValues read(std::string_view text) {
    if (const auto line = line_of_deep_key(text)) {
      throw Error(ErrorKind::configuration, "read the configuration file", fmt::format("{}:{}", path_, *line),
                  fmt::format("a key in it has more than {} parts", most_key_parts));
    }
    try {
      read_table(toml::parse(text, path_), "");
    } catch (const toml::parse_error& error) {
      const toml::source_position& at = error.source().begin;
      throw Error(ErrorKind::configuration, "read the configuration file",
                  fmt::format("{}:{}:{}", path_, at.line, at.column),
                  fmt::format("it is not TOML: {}", error.description()));
    }
    return std::move(given_);
  }

 private:
  void read_table(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      const std::string name = prefix + std::string(key.str());
      const auto line = key.source().begin.line;
      if (name == stores_key) {
        read_stores(node, line);
      } else if (const Setting* setting = known(name)) {
        given_[setting] = {Source::file, fmt::format("{}:{}: {}", path_, line, name), values(*setting, node, name)};
      } else if (is_table_of_settings(name)) {
        const toml::table* inner = node.as_table();
        if (inner == nullptr) throw wrong(name, line, "it must be a table: " + fmt::format("[{}]", name));
        read_table(*inner, name + ".");
      } else {
        throw wrong(name, line, "there is no such key", suggestion(name));
      }
    }
  }

  /// Each [[stores]] has a value of its own for each key.
  void read_stores(const toml::node& node, toml::source_index line) {
    const toml::array* stores = node.as_array();
    if (stores == nullptr || !stores->is_array_of_tables()) {
      throw wrong(std::string(stores_key), line, "each store must be a table of its own: [[stores]]");
    }
    if (stores->size() > most_stores) {
      throw wrong(std::string(stores_key), line, fmt::format("there are more than {} stores", most_stores));
    }
    for (std::size_t number = 0; number < stores->size(); ++number) {
      const toml::table& store = *stores->get_as<toml::table>(number);
      if (!store.contains("name")) {
        throw wrong(std::string(stores_key), store.source().begin.line, "a store has no name",
                    "Write name = \"offsite\"");
      }
      read_store(store, number, stores->size());
    }
  }

  void read_store(const toml::table& store, std::size_t number, std::size_t count) {
    for (const auto& [key, node] : store) {
      const std::string name = fmt::format("{}.{}", stores_key, key.str());
      const auto line = key.source().begin.line;
      const Setting* const setting = known(name);
      if (setting == nullptr) throw wrong(name, line, "there is no such key", suggestion(name));
      Given& given = given_[setting];
      const std::string origin = fmt::format("{}:{}: {}", path_, line, name);
      if (given.values.empty()) given = {Source::file, origin, std::vector<std::string>(count), given.origins};
      given.origins.resize(count);
      given.values[number] = values(*setting, node, name).front();
      if (given.values[number].empty()) throw wrong(name, line, "it is empty");
      given.origins[number] = origin;
    }
  }

  std::vector<std::string> values(const Setting& setting, const toml::node& node, const std::string& name) const {
    const auto line = node.source().begin.line;
    switch (setting.kind) {
      case ValueKind::text:
      case ValueKind::choice:
        if (const auto text = node.value_exact<std::string>()) return {*text};
        throw wrong_type(name, line, "a string", node);
      case ValueKind::whole_number:
        if (const auto number = node.value_exact<std::int64_t>()) return {std::to_string(*number)};
        throw wrong_type(name, line, "a whole number", node);
      case ValueKind::boolean:
        if (const auto truth = node.value_exact<bool>()) return {*truth ? "true" : "false"};
        throw wrong_type(name, line, "true or false", node);
      case ValueKind::list: return elements(node, name, "an array of strings", text_of);
      case ValueKind::models:
        return elements(node, name, "an array of names or of { name = \"…\", collection = \"…\" }", model_of);
    }
    throw wrong_type(name, line, "something else", node);
  }

  std::vector<std::string> elements(const toml::node& node, const std::string& name, std::string_view expected,
                                    std::optional<std::string> (*text_from)(const toml::node&)) const {
    const toml::array* array = node.as_array();
    if (array == nullptr) throw wrong_type(name, node.source().begin.line, expected, node);
    std::vector<std::string> texts;
    for (const toml::node& element : *array) {
      const std::optional<std::string> text = text_from(element);
      if (!text) throw wrong_type(name, element.source().begin.line, expected, element);
      texts.push_back(*text);
    }
    return texts;
  }

  static std::optional<std::string> text_of(const toml::node& node) { return node.value_exact<std::string>(); }

  /// A model in the form of the command line, "User" or "Person=people"; nothing where it is neither.
  static std::optional<std::string> model_of(const toml::node& node) {
    if (auto name = node.value_exact<std::string>()) return name;
    const toml::table* table = node.as_table();
    if (table == nullptr) return std::nullopt;
    auto name = (*table)["name"].value_exact<std::string>();
    const auto collection = (*table)["collection"].value_exact<std::string>();
    const std::size_t known_keys = (table->contains("name") ? 1U : 0U) + (table->contains("collection") ? 1U : 0U);
    if (!name || name->find('=') != std::string::npos || table->size() != known_keys) return std::nullopt;
    if (!table->contains("collection")) return name;
    if (!collection) return std::nullopt;
    return *name + "=" + *collection;
  }

  static const Setting* known(const std::string& name) {
    for (const Setting& setting : all_settings()) {
      if (!setting.key.empty() && setting.key == name) return &setting;
    }
    return nullptr;
  }

  static bool is_table_of_settings(const std::string& name) {
    for (const Setting& setting : all_settings()) {
      if (setting.key.starts_with(name + ".")) return true;
    }
    return false;
  }

  static std::string suggestion(const std::string& name) {
    const std::string last = name.substr(name.rfind('.') + 1);
    std::vector<std::string> keys;
    for (const Setting& setting : all_settings()) {
      if (setting.key.empty()) continue;
      const std::string key(setting.key);
      const std::string table = key.substr(0, key.rfind('.') == std::string::npos ? 0 : key.rfind('.'));
      if (key.substr(key.rfind('.') + 1) == last) {
        return table.empty() ? fmt::format("`{}` belongs above the first [table]", last)
                             : fmt::format("`{}` belongs in the table [{}]", last, table);
      }
      keys.push_back(key);
      if (!table.empty()) keys.push_back(table);
    }
    const auto nearest = nearest_name(name, keys);
    return nearest ? fmt::format("Did you mean {}?", *nearest) : "";
  }

  Error wrong_type(const std::string& name, toml::source_index line, std::string_view expected,
                   const toml::node& node) const {
    return wrong(name, line, fmt::format("it must be {}, but it is {}", expected, name_of(node.type())));
  }

  static std::string_view name_of(toml::node_type type) {
    switch (type) {
      case toml::node_type::table: return "a table";
      case toml::node_type::array: return "an array";
      case toml::node_type::string: return "a string";
      case toml::node_type::integer: return "a whole number";
      case toml::node_type::floating_point: return "a number with a fraction";
      case toml::node_type::boolean: return "a boolean";
      case toml::node_type::date:
      case toml::node_type::time:
      case toml::node_type::date_time: return "a date or time";
      case toml::node_type::none: break;
    }
    return "nothing";
  }

  Error wrong(const std::string& name, toml::source_index line, std::string cause, std::string hint = {}) const {
    return Error(ErrorKind::configuration, "use the setting", fmt::format("{}:{}: {}", path_, line, name),
                 std::move(cause), std::move(hint));
  }

  std::string path_;
  GivenValues given_;
};

}  // namespace

GivenValues read_config_file(const std::string& path) {
  return parse_config(
      read_text_file(
          {.path = path, .longest = longest_config, .operation = "read the configuration file", .subject = path}),
      path);
}

GivenValues parse_config(std::string_view text, const std::string& path) {
  return ConfigReader(path).read(text);
}

}  // namespace mongokeep::cli
