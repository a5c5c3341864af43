#include "mongo/login.h"

#include <algorithm>

#include "mongo/bson_text.h"
#include "mongo/handles.h"
#include "mongo/read_command.h"

namespace mongokeep::mongo {

namespace {

/// Calls `visit` with each element of the array at the path.
template <typename Visit>
void for_each_in(const bson_iter_t& document, const char* path, Visit visit) {
  bson_iter_t start;
  bson_iter_t found;
  bson_iter_t element;
  if (!bson_iter_recurse(&document, &start) || !bson_iter_find_descendant(&start, path, &found) ||
      !BSON_ITER_HOLDS_ARRAY(&found) || !bson_iter_recurse(&found, &element)) {
    return;
  }
  while (bson_iter_next(&element)) visit(element);
}

/// "NAME@DATABASE" of each.
std::vector<std::string> names_at(const bson_iter_t& info, const char* path, const char* name) {
  std::vector<std::string> names;
  for_each_in(info, path,
              [&](const bson_iter_t& one) { names.push_back(text_at(one, name) + "@" + text_at(one, "db")); });
  std::sort(names.begin(), names.end());
  return names;
}

Privilege privilege_from(const bson_iter_t& entry) {
  Privilege privilege;
  bson_iter_t start;
  bson_iter_t resource;
  bson_iter_t any;
  if (bson_iter_recurse(&entry, &start) && bson_iter_find(&start, "resource") && bson_iter_recurse(&start, &resource)) {
    any = resource;
    privilege.is_anything = bson_iter_find(&any, "anyResource") && bson_iter_as_bool(&any);
    bson_iter_t cluster = resource;
    // Not about databases at all.
    const bool is_cluster = bson_iter_find(&cluster, "cluster");
    privilege.database = text_at(start, "db");
    privilege.collection = text_at(start, "collection");
    if (is_cluster) return privilege;
  }
  for_each_in(entry, "actions", [&](const bson_iter_t& action) {
    if (BSON_ITER_HOLDS_UTF8(&action)) privilege.actions.push_back(text_of(action));
  });
  return privilege;
}

}  // namespace

bool Login::has_role(std::string_view name) const {
  return std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
    return std::string_view(role).substr(0, role.rfind('@')) == name;
  });
}

bool Login::may(std::string_view action, std::string_view database) const {
  return std::any_of(privileges.begin(), privileges.end(), [&](const Privilege& one) {
    const bool is_there =
        one.is_anything || (one.collection.empty() && (one.database.empty() || one.database == database));
    return is_there && std::find(one.actions.begin(), one.actions.end(), action) != one.actions.end();
  });
}

std::optional<Login> login_of(const Client& client) {
  const UniqueBson command(BCON_NEW("connectionStatus", BCON_INT32(1), "showPrivileges", BCON_BOOL(true)));
  Reply reply;
  if (const auto failure = read_command(client, "admin", *command, reply, "ask who is logged in on", client.hosts())) {
    if (failure->error.kind() == ErrorKind::connection) throw failure->error;
    return std::nullopt;
  }
  bson_iter_t info;
  if (!bson_iter_init_find(&info, &reply.document(), "authInfo") || !BSON_ITER_HOLDS_DOCUMENT(&info)) {
    return std::nullopt;
  }
  Login login;
  login.users = names_at(info, "authenticatedUsers", "user");
  login.roles = names_at(info, "authenticatedUserRoles", "role");
  for_each_in(info, "authenticatedUserPrivileges",
              [&](const bson_iter_t& entry) { login.privileges.push_back(privilege_from(entry)); });
  return login;
}

}  // namespace mongokeep::mongo
