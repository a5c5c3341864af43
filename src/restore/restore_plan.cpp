#include "restore/restore_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "archive/definition_check.h"
#include "base/text/shell_word.h"
#include "extjson/bson_bytes.h"
#include "mongo/held_namespace.h"
#include "mongo/namespace_choice.h"
#include "mongokeep/error.h"
#include "restore/namespace_renaming.h"
#include "restore/view_order.h"
#include "restore/view_sources.h"
#include "verify/counterparts.h"
#include "verify/manifest_check.h"

namespace mongokeep::restore {

namespace {

void check_words(const std::vector<mongo::Namespace>& there, const RestoreSettings& settings, Log& log) {
  const auto has_name = [&](const std::string& name) {
    return std::any_of(there.begin(), there.end(), [&](const auto& ns) { return ns.collection == name; });
  };
  for (const std::string& name : settings.collections) {
    if (has_name(name)) continue;
    std::vector<std::string> names;
    for (const mongo::Namespace& ns : there) names.push_back(ns.collection);
    throw Error(ErrorKind::usage, "restore the collection", name, "the backup has no such collection",
                fmt::format("Choose from its collections: {}", fmt::join(names, ", ")));
  }
  for (const auto& word : mongo::choice_of(settings).unused(there)) {
    log.warning("A setting matches no collection of the backup", {{"setting", word.setting}, {"value", word.text}});
  }
}

mongo::Namespace renamed(const NamespaceRenaming& renaming, const mongo::Namespace& source,
                         const mongo::Namespace& target) {
  const std::string text = renaming.renamed(source.text());
  if (text == source.text()) return target;
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == text.size()) {
    throw Error(ErrorKind::usage, "rename", source.text(),
                fmt::format("the new name \"{}\" is not `database.collection`", text),
                "Give --nsTo a pattern with a dot");
  }
  return {text.substr(0, dot), text.substr(dot + 1)};
}

void check_targets(const std::vector<PlannedCollection>& plan) {
  std::set<std::string> seen;
  for (const PlannedCollection& planned : plan) {
    if (!planned.is_stored() || seen.insert(planned.target.text()).second) continue;
    throw Error(ErrorKind::usage, "restore into", planned.target.text(),
                "two collections of the backup have this target", "Rename one of them differently, or leave it out");
  }
}

std::string way_around(const PlannedCollection& planned) {
  return "or leave it out with --excludeCollection " + shell_word(planned.record->name);
}

/// A manifest may come from anybody: what no backup contains is not restored, wherever it says, and whoever says it.
void check_target(const PlannedCollection& planned, bool is_by_manifest) {
  if (!planned.is_stored()) return;
  const std::string why = mongo::why_never_held(planned.target);
  if (why.empty()) return;
  const std::string leave_out = way_around(planned);
  const bool is_as_stored = is_by_manifest && planned.target.text() == planned.source.text();
  if (!is_as_stored) {
    throw Error(ErrorKind::usage, "restore into", planned.target.text(), why,
                "Nothing was changed. Give another name with --db, or with --nsFrom and --nsTo, " + leave_out);
  }
  throw Error(ErrorKind::damaged, "restore into", planned.target.text(), why,
              "Nothing was changed. No backup contains such a collection: somebody may have changed the manifest. Use "
              "another backup, " +
                  leave_out);
}

/// What is wrong with a manifest, by the collection that it concerns; under the empty name what concerns all.
using Contradictions = std::map<std::string, std::string>;

/// Nothing is dropped or written by what `verify` calls damaged, unless that is accepted.
Contradictions contradictions_that_count(const archive::OpenBackup& backup, const RestoreSettings& settings) {
  Contradictions counting;
  if (settings.accept_changed || backup.is_legacy()) return counting;
  for (verify::Contradiction& found : verify::contradictions_in(backup.manifest())) {
    counting.emplace(std::move(found.collection), std::move(found.problem));
  }
  return counting;
}

/// `planned`: null for what concerns all collections.
void check_manifest(const archive::OpenBackup& backup, const Contradictions& contradictions,
                    const PlannedCollection* planned) {
  const auto found = contradictions.find(planned == nullptr ? "" : planned->source.text());
  if (found == contradictions.end()) return;
  const std::string path = backup.path().string();
  throw Error(
      ErrorKind::damaged, "restore", planned == nullptr ? path : found->first,
      "the manifest is wrong: " + found->second,
      "Nothing was changed. mongokeep writes no such manifest: somebody may have changed it. Use another backup" +
          (planned == nullptr ? "" : ", " + way_around(*planned)) + ". `mongokeep verify " + shell_word(path) +
          "` shows details. --acceptChanged goes by the manifest all the same, as far as that is safe");
}

void check_definition(const PlannedCollection& planned) {
  if (!planned.is_stored()) return;
  const std::string wrong = archive::wrong_definition(planned.type(), planned.metadata);
  if (wrong.empty()) return;
  throw Error(ErrorKind::damaged, "restore", planned.source.text(), wrong,
              "Nothing was changed. No backup contains such a definition: somebody may have changed the manifest. Use "
              "another backup, " +
                  way_around(planned));
}

/// Has the views read from where their collections go. What goes elsewhere, or is not restored, is told.
void rename_view_sources(std::vector<PlannedCollection>& plan, Log& log) {
  std::map<std::string, mongo::Namespace> targets;
  for (const PlannedCollection& planned : plan) targets.emplace(planned.source.text(), planned.target);
  for (PlannedCollection& view : plan) {
    if (!view.is_view()) continue;
    const bool is_renamed = view.source.text() != view.target.text();
    const auto rename = [&](const std::string& name) -> std::optional<std::string> {
      const auto found = targets.find(mongo::Namespace{view.source.database, name}.text());
      if (found != targets.end() && found->second.database == view.target.database) return found->second.collection;
      if (found != targets.end() || is_renamed) {
        log.warning("A view refers to a collection that is not restored beside it",
                    {{"view", view.target.text()}, {"source", name}});
      }
      return std::nullopt;
    };
    const auto& options = view.metadata.options;
    view.metadata.options = with_renamed_sources(extjson::view_of(options), rename);
  }
}

}  // namespace

std::vector<PlannedCollection> plan_restore(const archive::OpenBackup& backup, const RestoreSettings& settings,
                                            const std::string& uri_database, Log& log) {
  const Contradictions contradictions = contradictions_that_count(backup, settings);
  check_manifest(backup, contradictions, nullptr);
  const NamespaceRenaming renaming(settings.renamed_from, settings.renamed_to);
  const verify::Counterparts counterparts(backup, mongo::named_database(settings.database, uri_database), "restore");
  const mongo::NamespaceChoice choice = mongo::choice_of(settings);
  std::vector<PlannedCollection> plan;
  std::vector<mongo::Namespace> there;
  for (const archive::CollectionRecord& record : backup.manifest().collections) {
    if (!counterparts.are_meant(record)) continue;
    const mongo::Namespace source = counterparts.source(record);
    there.push_back(source);
    if (!choice.includes(source)) continue;
    PlannedCollection& planned = plan.emplace_back(PlannedCollection{
        &record, source, renamed(renaming, source, counterparts.target(record)), stored_metadata(record)});
    // The definition makes a view, and no collection.
    if (planned.type() != record.type) planned.metadata = {extjson::empty_document(), {}};
  }
  for (const PlannedCollection& planned : plan) {
    check_manifest(backup, contradictions, &planned);
    check_target(planned, !backup.is_legacy());
    check_definition(planned);
  }
  check_words(there, settings, log);
  if (plan.empty()) {
    throw Error(ErrorKind::configuration, "restore", backup.path().string(),
                "the settings choose nothing in this backup",
                "`mongokeep show " + shell_word(backup.path().string()) + "` lists its collections");
  }
  std::vector<std::string> chosen;
  for (const PlannedCollection& planned : plan) chosen.push_back(planned.source.text());
  renaming.check_use(chosen);
  check_targets(plan);
  // By the names in the backup, before any is changed.
  order_views(plan);
  rename_view_sources(plan, log);
  return plan;
}

}  // namespace mongokeep::restore
