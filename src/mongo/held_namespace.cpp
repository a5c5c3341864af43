#include "mongo/held_namespace.h"

#include <string_view>

namespace mongokeep::mongo {

namespace {

// In bytes. MongoDB ends at 255; other servers with its protocol hold longer names, and their collections are kept too.
constexpr std::size_t longest_database = 63;
constexpr std::size_t longest_namespace = 1024;

std::string wrong_collection(std::string_view name) {
  if (name.empty()) return "its name is empty";
  if (name.find('\0') != std::string_view::npos) return "its name contains a NUL";
  if (name.front() == '.') return "its name begins with a dot";
  return name.find('$') == std::string_view::npos ? "" : "its name contains `$`";
}

}  // namespace

std::string wrong_database(std::string_view name) {
  using namespace std::string_view_literals;
  if (name.empty()) return "the name of the database is empty";
  if (name.find('\0') != std::string_view::npos) return "the name of the database contains a NUL";
  if (const auto at = name.find_first_of("/\\. \"$"sv); at != std::string_view::npos) {
    std::string sentence = "the name of the database contains `";
    sentence += name[at];
    return sentence += '`';
  }
  if (name.size() <= longest_database) return {};
  return "the name of the database is longer than " + std::to_string(longest_database) + " bytes";
}

bool is_server_own(const Namespace& ns) {
  return is_server_own_database(ns.database) || (ns.collection.starts_with("system.") && ns.collection != "system.js");
}

std::string wrong_name(const Namespace& ns) {
  if (std::string wrong = wrong_database(ns.database); !wrong.empty()) return wrong;
  if (std::string wrong = wrong_collection(ns.collection); !wrong.empty()) return wrong;
  if (ns.database.size() + 1 + ns.collection.size() <= longest_namespace) return {};
  return "its name with that of its database is longer than " + std::to_string(longest_namespace) + " bytes";
}

std::string why_never_held(const Namespace& ns) {
  if (std::string wrong = wrong_name(ns); !wrong.empty()) return wrong;
  if (is_server_own_database(ns.database)) return "the database " + ns.database + " is the server's own";
  return is_server_own(ns) ? "it is one of the server's own collections" : "";
}

}  // namespace mongokeep::mongo
