#include "backup/still_there.h"

#include <map>
#include <string>

#include "mongo/catalogue.h"

namespace mongokeep::backup {

namespace {

using Identities = std::map<std::string, std::string>;  ///< by collection

Identities identities_in(const Asking& asking, const std::string& database) {
  Identities found;
  for (auto& info : ask(asking, [&] { return mongo::list_collections(asking.client, database); })) {
    found.emplace(std::move(info.name), std::move(info.identity));
  }
  return found;
}

/// Of a model that has no collection there is nothing that could go.
bool has_documents(const Target& target) {
  return target.content == Target::Content::documents;
}

}  // namespace

Error gone(const Target& target) {
  return Error(ErrorKind::server, "copy the collection", target.ns.text(),
               "it was dropped or replaced while it was being read");
}

void check_still_there(const Asking& asking, const Target& target) {
  if (!has_documents(target)) return;
  const auto now = ask(asking, [&] { return mongo::find_collection(asking.client, target.ns); });
  if (!now || now->identity != target.identity) throw gone(target);
}

std::vector<bool> are_gone(const Asking& asking, const std::vector<const Target*>& targets) {
  std::map<std::string, Identities> databases;
  std::vector<bool> gone;
  for (const Target* target : targets) {
    auto database = databases.find(target->ns.database);
    if (database == databases.end()) {
      const std::string& name = target->ns.database;
      database = databases.emplace(name, identities_in(asking, name)).first;
    }
    const auto now = database->second.find(target->ns.collection);
    const bool is_there = now != database->second.end() && now->second == target->identity;
    gone.push_back(has_documents(*target) && !is_there);
  }
  return gone;
}

}  // namespace mongokeep::backup
