#include "store/arrivals.h"

#include <algorithm>

#include "base/files/file.h"
#include "base/files/replaced_file.h"
#include "base/json/json.h"
#include "base/text/random_digits.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

namespace {

constexpr int format_version = 1;
/// In bytes: some 20,000 passages.
constexpr std::size_t longest_file = std::size_t{4} << 20U;

Json time_json(const std::optional<Arrivals::Time>& time) {
  return time ? Json(utc_text(*time)) : Json();
}

std::optional<Arrivals::Time> time_or_none_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return std::nullopt;
  const auto time = found->is_string() ? parse_utc_text(found->get<std::string>()) : std::nullopt;
  if (!time) throw not_json(std::string(key) + " is not a time");
  return time;
}

Arrivals::Passage passage_in(const Json& json) {
  if (!json.is_object()) throw not_json("a passage is not an object");
  return {string_at(json, "manifest"), time_or_none_at(json, "arrivedAt"), time_or_none_at(json, "failingSince"),
          time_or_none_at(json, "removedAt"), time_or_none_at(json, "missingSince")};
}

}  // namespace

bool operator==(const Arrivals::Passage& left, const Arrivals::Passage& right) {
  return left.manifest == right.manifest && left.arrived == right.arrived &&
         left.failing_since == right.failing_since && left.removed == right.removed && left.missing == right.missing;
}

Arrivals Arrivals::read(const Directory& root, std::string& trouble) {
  Arrivals arrivals;
  try {
    if (!root.has(file_name)) return arrivals;
    const std::string path = (root.path() / file_name).string();
    const Json json = parse_json(read_whole(root.open_file(file_name).get(), longest_file, path));
    if (!json.is_object()) throw not_json("it is not an object");
    if (whole_number_at(json, "formatVersion", 1'000'000) != format_version) {
      throw not_json("it is of a version that is not known");
    }
    const auto stores = json.find("stores");
    if (stores == json.end() || !stores->is_object()) throw not_json("it has no stores");
    arrivals.root_id_ = string_or_none_at(json, "root");
    for (const auto& [store, backups] : stores->items()) {
      if (!backups.is_object()) throw not_json("a store is not an object");
      for (const auto& [backup, passage] : backups.items()) arrivals.of(store, backup) = passage_in(passage);
    }
    const Json silent = json.value("silentSince", Json::object());
    if (!silent.is_object()) throw not_json("silentSince is not an object");
    for (const auto& [store, ignored] : silent.items()) {
      if (const auto since = time_or_none_at(silent, store.c_str())) arrivals.note_silence(store, *since);
    }
  } catch (const Error& error) {
    trouble = error.cause();
    return {};
  }
  return arrivals;
}

void Arrivals::write(const Directory& root) const {
  Json stores = Json::object();
  for (const auto& [store, backups] : stores_) {
    Json& of_store = stores[store] = Json::object();
    for (const auto& [backup, passage] : backups) {
      of_store[backup] = {{"manifest", passage.manifest},
                          {"arrivedAt", time_json(passage.arrived)},
                          {"failingSince", time_json(passage.failing_since)},
                          {"removedAt", time_json(passage.removed)},
                          {"missingSince", time_json(passage.missing)}};
    }
  }
  Json silent = Json::object();
  for (const auto& [store, since] : silent_) silent[store] = time_json(since);
  replace_file(root, file_name,
               json_text({{"formatVersion", format_version},
                          {"root", root_id_},
                          {"stores", std::move(stores)},
                          {"silentSince", std::move(silent)}}));
}

const std::string& Arrivals::root_id() {
  if (root_id_.empty()) root_id_ = random_digits(32);
  return root_id_;
}

const Arrivals::Passage* Arrivals::find(const std::string& store, const std::string& backup) const {
  const auto of_store = stores_.find(store);
  if (of_store == stores_.end()) return nullptr;
  const auto found = of_store->second.find(backup);
  return found == of_store->second.end() ? nullptr : &found->second;
}

bool Arrivals::has_any_in(const std::string& store) const {
  const auto found = stores_.find(store);
  return found != stores_.end() && std::any_of(found->second.begin(), found->second.end(),
                                               [](const auto& one) { return one.second.arrived.has_value(); });
}

const std::map<std::string, Arrivals::Passage>& Arrivals::in(const std::string& store) const {
  static const std::map<std::string, Passage> none;
  const auto found = stores_.find(store);
  return found == stores_.end() ? none : found->second;
}

std::optional<Arrivals::Time> Arrivals::silent_since(const std::string& store) const {
  const auto found = silent_.find(store);
  if (found == silent_.end()) return std::nullopt;
  Time since = found->second;
  for (const auto& [backup, passage] : in(store)) since = std::max(since, passage.arrived.value_or(since));
  return since;
}

void Arrivals::note_answer(const std::string& store, Time at) {
  if (const auto found = silent_.find(store); found != silent_.end() && found->second <= at) silent_.erase(found);
}

void Arrivals::forget(const std::string& store, const std::string& backup) {
  if (const auto found = stores_.find(store); found != stores_.end()) found->second.erase(backup);
}

void Arrivals::forget(const std::string& backup) {
  for (auto& [store, backups] : stores_) backups.erase(backup);
}

}  // namespace mongokeep::store
