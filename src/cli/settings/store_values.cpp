#include "cli/settings/store_values.h"

#include <algorithm>

#include "mongokeep/error.h"

namespace mongokeep::cli {

void for_each_store(Settings& settings, const Given& given, void (*assign)(StoreSettings& store, const Given& given)) {
  auto& stores = settings.stores.stores;
  stores.resize(std::max(stores.size(), given.values.size()));
  for (std::size_t number = 0; number < given.values.size(); ++number) {
    if (given.values[number].empty()) continue;
    const std::string& origin = given.origins.empty() ? given.origin : given.origins[number];
    assign(stores[number], {given.source, origin, {given.values[number]}});
  }
}

KeepRules& keep_rules(StoreSettings& store) {
  if (!store.keep) store.keep.emplace();
  return *store.keep;
}

std::string line_of(const Given& given) {
  // Behind it stands the setting's name.
  return given.origin.substr(0, given.origin.rfind(": "));
}

std::string without_colon(const std::string& store) {
  return store.ends_with(':') ? store.substr(0, store.size() - 1) : store;
}

std::string store_in(const Given& given) {
  const std::string& word = given.values.front();
  if (word.size() > 1 && word.ends_with(':')) return word.substr(0, word.size() - 1);
  if (const std::size_t colon = word.find(':'); colon != std::string::npos && colon > 0) {
    throw Error(ErrorKind::usage, "use the store", word, "a backup is named behind the colon",
                "Write `" + word.substr(0, colon + 1) + "` for the whole store. `mongokeep show " + word +
                    "` shows one backup of it");
  }
  throw Error(ErrorKind::usage, "use the store", word, "a store is named with a colon behind it",
              "Write `" + word + ":` for the store. For a folder use --root, for a backup `mongokeep show`");
}

}  // namespace mongokeep::cli
