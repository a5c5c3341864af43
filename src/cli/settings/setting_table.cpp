#include "cli/settings/setting_table.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "cli/settings/setting_value.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

using enum ValueKind;
using enum SettingGroup;

JsonFormat json_format(const std::string& word) {
  if (word == "relaxed") return JsonFormat::relaxed;
  if (word == "plain") return JsonFormat::plain;
  return JsonFormat::canonical;
}

LogForm log_form(const std::string& word) {
  return word == "json" ? LogForm::json : LogForm::text;
}

RestoreMode restore_mode(const std::string& word) {
  if (word == "upsert") return RestoreMode::upsert;
  return word == "missingOnly" ? RestoreMode::missing_only : RestoreMode::insert;
}

void register_models(Models& models, const Given& given) {
  for (const std::string& text : given.values) {
    const Model model = parse_model(text);
    if (model.collection.empty()) {
      models.add(model.name);
    } else {
      models.add(model.name, model.collection);
    }
  }
}

Compression compression(const std::string& word) {
  return word == "zstd" ? Compression::zstd : Compression::none;
}

unsigned file_mode(const std::string& word) {
  if (word == "0644") return 0644;
  return word == "0640" ? 0640 : 0600;
}

constexpr int most_kept = 100000;

constexpr auto table = std::to_array<Setting>({
    {"", "", "BACKUP", text, "BACKUP", backup_choice,
     "A backup's folder, its name under the root, or `latest` for the newest complete one.",
     [](Settings& s, const Given& g) { s.chosen_backup = g.values.front(); }},
    {"", "", "COLLECTION", text, "COLLECTION", stored_collection,
     "A collection in it; `database.collection` in a backup of all databases.",
     [](Settings& s, const Given& g) { s.stored_collection = g.values.front(); }},
    {"", "", "FILE", text, "FILE", new_key, "The file for the new key; it must not be there yet.",
     [](Settings& s, const Given& g) { s.new_key_file = g.values.front(); }},

    {"uri", "MONGOKEEP_URI", "--uri,URI", text, "URI", connection, "Connection string; the driver gets it as it is.",
     [](Settings& s, const Given& g) { s.uri = g.values.front(); }},
    {"", "MONGOKEEP_URI_FILE", "", text, "FILE", connection, "A file that holds the connection string.",
     [](Settings& s, const Given& g) { s.uri = read_secret_file(g); }},
    {"read_preference", "MONGOKEEP_READ_PREFERENCE", "--readPreference", choice,
     "primary|primaryPreferred|secondary|secondaryPreferred|nearest", reading,
     "Which members of a replica set are read: `primary`, `primaryPreferred`, `secondary`, `secondaryPreferred` or "
     "`nearest`. Default: as the connection string has it.",
     [](Settings& s, const Given& g) { s.backup.read_preference = g.values.front(); }},
    {"num_parallel_collections", "MONGOKEEP_NUM_PARALLEL_COLLECTIONS", "-j,--numParallelCollections", whole_number, "N",
     parallelism, "Collections that are read, or written, at a time. Default: 0, by the number of cores.",
     [](Settings& s, const Given& g) { s.backup.parallel_collections = number_in(g, 0, 999999); }},

    {"database", "MONGOKEEP_DATABASE", "-d,--db", text, "NAME", database_choice,
     "Database. Default: the one in the connection string.",
     [](Settings& s, const Given& g) { s.backup.database = g.values.front(); }},
    {"all_databases", "MONGOKEEP_ALL_DATABASES", "--allDatabases", boolean, "", selection,
     "Every database but `config` and `local`, each in a folder of its own.",
     [](Settings& s, const Given& g) { s.backup.all_databases = g.values.front() == "true"; }},
    {"collections", "MONGOKEEP_COLLECTIONS", "-c,--collection", list, "NAME", choice_of_collections,
     "Only this collection. Repeat it for more.", [](Settings& s, const Given& g) { s.backup.collections = g.values; }},
    {"exclude_collections", "MONGOKEEP_EXCLUDE_COLLECTIONS", "--excludeCollection", list, "NAME", choice_of_collections,
     "All but this collection. Repeat it for more.",
     [](Settings& s, const Given& g) { s.backup.excluded_collections = g.values; }},
    {"capped_order", "MONGOKEEP_CAPPED_ORDER", "--cappedOrder", choice, "natural|_id", selection,
     "How documents of capped collections stand in their files: `natural`, as they were inserted (the default), or "
     "`_id`, sorted like all others.",
     [](Settings& s, const Given& g) {
       s.backup.capped_order = g.values.front() == "_id" ? CappedOrder::by_id : CappedOrder::natural;
     }},
    {"models", "MONGOKEEP_MODELS", "--model", models, "MODEL", selection,
     "Only the collection of this model: `User` is kept in `users` by Mongoose's plural, `Person=people` in `people`. "
     "Repeat it for more.",
     [](Settings& s, const Given& g) { register_models(s.backup.models, g); }},
    {"ns_include", "MONGOKEEP_NS_INCLUDE", "--nsInclude", list, "PATTERN", choice_of_collections,
     "Only namespaces like this: `shop.order*`. Repeat it for more.",
     [](Settings& s, const Given& g) { s.backup.included_namespaces = g.values; }},
    {"ns_exclude", "MONGOKEEP_NS_EXCLUDE", "--nsExclude", list, "PATTERN", choice_of_collections,
     "No namespace like this. Repeat it for more.",
     [](Settings& s, const Given& g) { s.backup.excluded_namespaces = g.values; }},
    {"views_as_collections", "MONGOKEEP_VIEWS_AS_COLLECTIONS", "--viewsAsCollections", boolean, "", selection,
     "Also copy the documents that views show, not their definitions alone.",
     [](Settings& s, const Given& g) { s.backup.views_as_collections = g.values.front() == "true"; }},

    {"", "", "--drop", boolean, "", restoring, "Drop each collection that is restored before.",
     [](Settings& s, const Given& g) { s.restore.drop = g.values.front() == "true"; }},
    {"", "", "--yes", boolean, "", restoring, "With --drop on a terminal: do not ask before collections are dropped.",
     [](Settings& s, const Given& g) { s.is_drop_confirmed = g.values.front() == "true"; }},
    {"", "", "--dropSharded", boolean, "", restoring,
     "With --drop: drop sharded collections too. They come back unsharded.",
     [](Settings& s, const Given& g) { s.restore.drop_sharded = g.values.front() == "true"; }},
    {"", "", "--mode", choice, "insert|upsert|missingOnly", restoring,
     "What becomes of documents whose `_id` is there already: `insert` refuses them as duplicates, `upsert` replaces "
     "what is there, `missingOnly` keeps it. Without it the target must be empty.",
     [](Settings& s, const Given& g) { s.restore.mode = restore_mode(g.values.front()); }},
    {"", "", "--query", text, "FILTER", restoring,
     "Only the documents that this filter in Extended JSON fits, or the one with this `_id`: '{\"name\": \"Ada\"}', "
     "65d3f0a1b2c3d4e5f6a7b8c9.",
     [](Settings& s, const Given& g) { s.restore.query = g.values.front(); }},
    {"", "", "--nsFrom", list, "PATTERN", restoring,
     "Restore what is called so in the backup under another name, that of --nsTo: 'shop.*', or 'shop.$name$'.",
     [](Settings& s, const Given& g) { s.restore.renamed_from = g.values; }},
    {"", "", "--nsTo", list, "PATTERN", restoring, "The other name: 'test.*', or 'test.old_$name$'.",
     [](Settings& s, const Given& g) { s.restore.renamed_to = g.values; }},
    {"", "", "--guessTypes", boolean, "", restoring,
     "In plain JSON, take 24 hex digits under a key `_id` for an ObjectId, and ISO dates in UTC for dates.",
     [](Settings& s, const Given& g) { s.restore.guess_types = g.values.front() == "true"; }},
    {"", "", "--acceptChanged", boolean, "", restoring,
     "Take files that are not as they were written, edited by hand or damaged: what can be read goes in.",
     [](Settings& s, const Given& g) { s.restore.accept_changed = g.values.front() == "true"; }},
    {"", "", "--bypassDocumentValidation", boolean, "", restoring,
     "Have the server not check documents against the collection's validator.",
     [](Settings& s, const Given& g) { s.restore.bypass_validation = g.values.front() == "true"; }},
    {"", "", "--noIndexRestore", boolean, "", restoring,
     "Build no indexes but the ones on `_id`. The report counts what is left out.",
     [](Settings& s, const Given& g) { s.restore.no_indexes = g.values.front() == "true"; }},
    {"drill.convert_legacy_indexes", "MONGOKEEP_CONVERT_LEGACY_INDEXES", "--convertLegacyIndexes", boolean, "", legacy,
     "Build indexes that servers before 3.4 took and none takes now: without options that are none, and with a 1 for a "
     "direction like true, \"\" or 0. Drills as well.",
     [](Settings& s, const Given& g) { s.restore.convert_legacy_indexes = g.values.front() == "true"; }},

    {"", "", "--quick", boolean, "", verification, "Check sizes and checksums alone, and read no documents.",
     [](Settings& s, const Given& g) { s.quick = g.values.front() == "true"; }},
    {"", "", "--drill", boolean, "", verification,
     "Also restore the backup into a scratch database of the server that --uri names, compare every document byte by "
     "byte, and drop it again.",
     [](Settings& s, const Given& g) { s.drill = g.values.front() == "true"; }},
    {"", "MONGOKEEP_AGAINST", "--against", text, "URI", verification,
     "Also compare the backup with the database that this connection string leads to.",
     [](Settings& s, const Given& g) { s.against = g.values.front(); }},
    {"", "MONGOKEEP_AGAINST_FILE", "", text, "FILE", verification, "A file that holds that connection string.",
     [](Settings& s, const Given& g) { s.against = read_secret_file(g); }},

    {"root", "MONGOKEEP_ROOT", "--root", text, "FOLDER", store, "Folder that holds the dated folders. Default: backup.",
     [](Settings& s, const Given& g) { s.backup.root = g.values.front(); }},
    {"root_must_exist", "MONGOKEEP_ROOT_MUST_EXIST", "--rootMustExist", boolean, "", alarms,
     "Fail where that folder is not there, instead of making it: its disk may not be mounted.",
     [](Settings& s, const Given& g) {
       s.backup.missing_root = g.values.front() == "true" ? MissingRoot::refused : MissingRoot::made;
     }},
    {"file_mode", "MONGOKEEP_FILE_MODE", "--fileMode", choice, "0600|0640|0644", form,
     "Who may read the files: `0600`, nobody else (the default), `0640`, the group, `0644`, everybody.",
     [](Settings& s, const Given& g) { s.backup.file_mode = file_mode(g.values.front()); }},
    {"schedule.timezone", "MONGOKEEP_TIMEZONE", "--timezone", text, "ZONE", store,
     "IANA time zone of dates and hours: Europe/Berlin. Default: the system's.",
     [](Settings& s, const Given& g) { s.tasks.time_zone = s.backup.time_zone = g.values.front(); }},

    {"output.json_format", "MONGOKEEP_JSON_FORMAT", "--jsonFormat", choice, "canonical|relaxed|plain", form,
     "`canonical` (the default) carries every type back; `relaxed` is easier to read; `plain` is what JSON.stringify "
     "gives, without types.",
     [](Settings& s, const Given& g) { s.backup.format = json_format(g.values.front()); }},
    {"output.compression", "MONGOKEEP_COMPRESSION", "--compression", choice, "none|zstd", form,
     "How files are compressed: `none` (the default) or `zstd`.",
     [](Settings& s, const Given& g) { s.backup.compression = compression(g.values.front()); }},
    {"output.zstd_level", "MONGOKEEP_ZSTD_LEVEL", "--zstdLevel", whole_number, "N", form,
     "How hard zstd tries, 1 (fastest) to 19 (smallest). Default: 3.",
     [](Settings& s, const Given& g) { s.backup.zstd_level = number_in(g, 1, 19); }},

    {"output.recipients", "MONGOKEEP_RECIPIENTS", "--recipient", list, "age1…", encryption,
     "Encrypt, so that who holds this one's secret key can read it. Repeat it for more: each can read all of it alone.",
     [](Settings& s, const Given& g) { s.backup.encryption.recipients = g.values; }},
    {"output.recipients_file", "MONGOKEEP_RECIPIENTS_FILE", "--recipientsFile", text, "FILE", encryption,
     "A file with recipients, one to a line, `#` before comments.",
     [](Settings& s, const Given& g) { s.backup.encryption.recipients_file = g.values.front(); }},
    {"output.passphrase_file", "MONGOKEEP_PASSPHRASE_FILE", "--passphraseFile", text, "FILE", passphrase,
     "A file with a passphrase that encrypts and decrypts, for those who have no key pair. With --identity: the one "
     "that "
     "opens the identity file.",
     [](Settings& s, const Given& g) { s.keys.passphrase_file = g.values.front(); }},
    {"identity_file", "MONGOKEEP_IDENTITY_FILE", "--identity", text, "FILE", keys,
     "A file with the secret keys that open encrypted backups, as `mongokeep keygen` and `age-keygen` write it.",
     [](Settings& s, const Given& g) { s.keys.identity_file = g.values.front(); }},
    {"", "", "--acceptUnsealed", boolean, "", downgrade,
     "Take a backup that no sealed manifest binds although a key is given: an older system's, or one of before "
     "encryption was turned on.",
     [](Settings& s, const Given& g) { s.keys.accept_unsealed = g.values.front() == "true"; }},

    {"warn_shrink_percent", "MONGOKEEP_WARN_SHRINK_PERCENT", "--warnShrinkPercent", whole_number, "N", alarms,
     "Warn when a collection has lost more than so many percent of its documents since the newest complete backup. "
     "Default: 50.",
     [](Settings& s, const Given& g) { s.backup.warn_shrink_percent = number_in(g, 1, 100); }},

    {"", "", "--once", choice, "backup|cleanup|drill", run_choice,
     "Run this task once, now, hooks included, and exit: `backup`, `cleanup` or `drill`. For timers of your own.",
     [](Settings& s, const Given& g) { s.once = g.values.front(); }},
    {"", "", "--checkConfig", boolean, "", run_choice,
     "Check the configuration, print the next five times of each task, and exit. `mongokeep check` looks at much more.",
     [](Settings& s, const Given& g) { s.check_config = g.values.front() == "true"; }},

    {"schedule.backup", "MONGOKEEP_SCHEDULE_BACKUP", "--backupSchedule", text, "CRON", schedule,
     "When backups are made: minute, hour, day, month, weekday. Default: every day at 1:00, `0 1 * * *`.",
     [](Settings& s, const Given& g) { s.tasks.backup_schedule = g.values.front(); }},
    {"schedule.cleanup", "MONGOKEEP_SCHEDULE_CLEANUP", "--cleanupSchedule", text, "CRON", schedule,
     "When old backups are removed. Default: every day at 3:00.",
     [](Settings& s, const Given& g) { s.tasks.cleanup_schedule = g.values.front(); }},

    {"schedule.drill", "MONGOKEEP_SCHEDULE_DRILL", "--drillSchedule", text, "CRON", schedule,
     "When the newest complete backup is restored into a scratch database and compared. Default: never.",
     [](Settings& s, const Given& g) { s.tasks.drill_schedule = g.values.front(); }},

    {"drill.uri", "MONGOKEEP_DRILL_URI", "", text, "URI", drill,
     "Connection string of the server that drills are made on. Default: the same as that of the backups.",
     [](Settings& s, const Given& g) { s.drill_uri = g.values.front(); }},
    {"", "MONGOKEEP_DRILL_URI_FILE", "", text, "FILE", drill, "A file that holds it.",
     [](Settings& s, const Given& g) { s.drill_uri = read_secret_file(g); }},
    {"drill.database", "MONGOKEEP_DRILL_DATABASE", "--drillDatabase", text, "NAME", drill,
     "The scratch database, which must not exist, and is dropped at the end. Default: a name is made up.",
     [](Settings& s, const Given& g) { s.tasks.drill_database = g.values.front(); }},

    {"hooks.on_success", "MONGOKEEP_HOOKS_ON_SUCCESS", "--onSuccess", text, "COMMAND", hooks,
     "Shell command to run after a task that went well; it gets the JSON report on its standard input.",
     [](Settings& s, const Given& g) { s.tasks.hooks.on_success = g.values.front(); }},
    {"hooks.on_failure", "MONGOKEEP_HOOKS_ON_FAILURE", "--onFailure", text, "COMMAND", hooks,
     "The same after a task that failed, or did only part of its work.",
     [](Settings& s, const Given& g) { s.tasks.hooks.on_failure = g.values.front(); }},
    {"hooks.command_time_limit", "MONGOKEEP_HOOKS_COMMAND_TIME_LIMIT", "", text, "TIME", hooks,
     "How long such a command may take: 90s, 10m. Default: 1h.",
     [](Settings& s, const Given& g) { s.tasks.hooks.command_time_limit = duration_of(g); }},
    {"hooks.ping_url", "MONGOKEEP_HOOKS_PING_URL", "", text, "URL", hooks,
     "Address of a health-check service, told of each backup's start (/start), success and failure (/fail).",
     [](Settings& s, const Given& g) { s.tasks.hooks.ping_url = g.values.front(); }},
    {"hooks.cleanup_ping_url", "MONGOKEEP_HOOKS_CLEANUP_PING_URL", "", text, "URL", hooks, "The same for clean-ups.",
     [](Settings& s, const Given& g) { s.tasks.hooks.cleanup_ping_url = g.values.front(); }},
    {"hooks.drill_ping_url", "MONGOKEEP_HOOKS_DRILL_PING_URL", "", text, "URL", hooks, "The same for drills.",
     [](Settings& s, const Given& g) { s.tasks.hooks.drill_ping_url = g.values.front(); }},

    {"retention.days_to_keep", "MONGOKEEP_DAYS_TO_KEEP", "--daysToKeep", whole_number, "DAYS", retention,
     "Remove backups that are older. Default: 90.",
     [](Settings& s, const Given& g) { s.tasks.days_to_keep = number_in(g, 1, 36500); }},
    {"retention.keep_at_least", "MONGOKEEP_KEEP_AT_LEAST", "--keepAtLeast", whole_number, "N", retention,
     "The newest complete backups that stay whatever their age. Default: 1.",
     [](Settings& s, const Given& g) { s.backup.keep.at_least = number_in(g, 1, most_kept); }},
    {"retention.keep_daily", "MONGOKEEP_KEEP_DAILY", "--keepDaily", whole_number, "N", retention,
     "Also keep the newest backup of each of the last N days that have one.",
     [](Settings& s, const Given& g) { s.backup.keep.daily = number_in(g, 0, most_kept); }},
    {"retention.keep_weekly", "MONGOKEEP_KEEP_WEEKLY", "--keepWeekly", whole_number, "N", retention,
     "The same for weeks.", [](Settings& s, const Given& g) { s.backup.keep.weekly = number_in(g, 0, most_kept); }},
    {"retention.keep_monthly", "MONGOKEEP_KEEP_MONTHLY", "--keepMonthly", whole_number, "N", retention,
     "The same for months.", [](Settings& s, const Given& g) { s.backup.keep.monthly = number_in(g, 0, most_kept); }},
    {"retention.keep_yearly", "MONGOKEEP_KEEP_YEARLY", "--keepYearly", whole_number, "N", retention,
     "The same for years.", [](Settings& s, const Given& g) { s.backup.keep.yearly = number_in(g, 0, most_kept); }},

    {"", "", "--dryRun", boolean, "", rehearsal, "Say what would be done, and why, and touch nothing.",
     [](Settings& s, const Given& g) { s.dry_run = g.values.front() == "true"; }},

    {"health.max_age", "MONGOKEEP_MAX_AGE", "--maxAge", text, "TIME", health,
     "How old the newest complete backup may be: 26h, 90m, 2d. Default: 26h.",
     [](Settings& s, const Given& g) { s.max_age = duration_of(g); }},

    {"", "", "--json", boolean, "", result, "Print one JSON document for a program, also where the command fails.",
     [](Settings& s, const Given& g) { s.json = g.values.front() == "true"; }},

    {"progress_every", "MONGOKEEP_PROGRESS_EVERY", "--progressEvery", text, "TIME", progress,
     "How often the log tells how far a collection is, once it has run so long: 10s, 5m. 0s: never. On a terminal "
     "there "
     "are bars instead. Default: 30s.",
     [](Settings& s, const Given& g) { s.progress_every = duration_or_none_of(g); }},

    {"", "MONGOKEEP_CONFIG", "--config", text, "FILE", general,
     "TOML file with settings; flags and environment beat it.", nullptr},
    {"log_format", "MONGOKEEP_LOG_FORMAT", "--logFormat", choice, "json|text", general,
     "Form of log lines, `json` or `text`. Default: text on a terminal, JSON lines elsewhere.",
     [](Settings& s, const Given& g) { s.log_form = log_form(g.values.front()); }},
    {"", "", "--quiet", boolean, "", general, "Warnings and errors only.",
     [](Settings& s, const Given& g) { s.quiet = g.values.front() == "true"; }},
    {"", "", "-v,--verbose", boolean, "", general, "Log details as well.",
     [](Settings& s, const Given& g) { s.verbose = g.values.front() == "true"; }},
    {"", "", "-h,--help", boolean, "", general, "Show this and exit.", nullptr},
});

std::vector<std::string> parts(std::string_view text, char separator) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    found.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return found;
}

}  // namespace

std::span<const Setting> all_settings() {
  return table;
}

const Setting& setting_named(std::string_view name) {
  for (const Setting& setting : table) {
    if (name == setting.key || name == setting.variable) return setting;
    for (const std::string& flag : flag_names(setting)) {
      if (name == flag) return setting;
    }
  }
  throw std::logic_error("no setting is called " + std::string(name));
}

std::vector<std::string> flag_names(const Setting& setting) {
  return parts(setting.flag, ',');
}

std::string shown_flag(const Setting& setting) {
  std::string shown;
  for (const std::string& name : flag_names(setting)) {
    if (shown.empty() || name.starts_with("--")) shown = name;
  }
  return shown;
}

std::vector<std::string> choices(const Setting& setting) {
  return parts(setting.value_name, '|');
}

bool takes_many(const Setting& setting) {
  return setting.kind == ValueKind::list || setting.kind == ValueKind::models;
}

bool is_in(const Setting& setting, std::span<const SettingGroup> groups) {
  return std::find(groups.begin(), groups.end(), setting.group) != groups.end();
}

}  // namespace mongokeep::cli
