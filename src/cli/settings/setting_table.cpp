#include "cli/settings/setting_table.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text/word_list.h"
#include "cli/settings/setting_value.h"
#include "cli/settings/store_values.h"
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
     "The backup: its path, its name under the root, or `latest` for the newest complete backup. In a store: "
     "`STORE:NAME` or `STORE:latest`.",
     [](Settings& s, const Given& g) { s.chosen_backup = g.values.front(); }},
    {"", "", "COLLECTION", text, "COLLECTION", stored_collection,
     "A collection of the backup. In a backup of all databases, write `database.collection`.",
     [](Settings& s, const Given& g) { s.stored_collection = g.values.front(); }},
    {"", "", "FILE", text, "FILE", new_key, "The file to write the new key to. It must not exist yet.",
     [](Settings& s, const Given& g) { s.new_key_file = g.values.front(); }},
    {"", "", "--show", boolean, "", new_key,
     "Make no key: print the recipient of each key in FILE, an existing file of `mongokeep keygen` or `age-keygen`.",
     [](Settings& s, const Given& g) { s.shows_recipients = g.values.front() == "true"; }},

    {"uri", "MONGOKEEP_URI", "--uri,URI", text, "URI", connection,
     "Connection string. It is passed to the driver unchanged.",
     [](Settings& s, const Given& g) { s.uri = g.values.front(); }},
    {"", "MONGOKEEP_URI_FILE", "", text, "FILE", connection, "A file that contains the connection string.",
     [](Settings& s, const Given& g) { s.uri = read_secret_file(g); }},
    {"read_preference", "MONGOKEEP_READ_PREFERENCE", "--readPreference", choice,
     "primary|primaryPreferred|secondary|secondaryPreferred|nearest", reading,
     "Read preference: `primary`, `primaryPreferred`, `secondary`, `secondaryPreferred` or `nearest`. Default: the "
     "connection string's.",
     [](Settings& s, const Given& g) { s.backup.read_preference = g.values.front(); }},
    {"num_parallel_collections", "MONGOKEEP_NUM_PARALLEL_COLLECTIONS", "-j,--numParallelCollections", whole_number, "N",
     parallelism, "How many collections to process at the same time. Default: 0, chosen by the number of CPU cores.",
     [](Settings& s, const Given& g) { s.backup.parallel_collections = number_in(g, 0, 999999); }},

    {"database", "MONGOKEEP_DATABASE", "-d,--db", text, "NAME", database_choice,
     "Database. Default: the one in the connection string.",
     [](Settings& s, const Given& g) { s.backup.database = g.values.front(); }},
    {"all_databases", "MONGOKEEP_ALL_DATABASES", "--allDatabases", boolean, "", selection,
     "Every database except `config` and `local`, each in its own folder.",
     [](Settings& s, const Given& g) { s.backup.all_databases = g.values.front() == "true"; }},
    {"collections", "MONGOKEEP_COLLECTIONS", "-c,--collection", list, "NAME", choice_of_collections,
     "Only this collection. May be repeated.", [](Settings& s, const Given& g) { s.backup.collections = g.values; }},
    {"exclude_collections", "MONGOKEEP_EXCLUDE_COLLECTIONS", "--excludeCollection", list, "NAME", choice_of_collections,
     "Leave out this collection. May be repeated.",
     [](Settings& s, const Given& g) { s.backup.excluded_collections = g.values; }},
    {"capped_order", "MONGOKEEP_CAPPED_ORDER", "--cappedOrder", choice, "natural|_id", selection,
     "Order of documents in the files of capped collections: `natural`, the order of insertion (the default), or "
     "`_id`, as for all other collections.",
     [](Settings& s, const Given& g) {
       s.backup.capped_order = g.values.front() == "_id" ? CappedOrder::by_id : CappedOrder::natural;
     }},
    {"models", "MONGOKEEP_MODELS", "--model", models, "MODEL", selection,
     "Only the collection of this Mongoose model. `User` means the collection `users` (Mongoose's plural), "
     "`Person=people` means `people`. May be repeated.",
     [](Settings& s, const Given& g) { register_models(s.backup.models, g); }},
    {"ns_include", "MONGOKEEP_NS_INCLUDE", "--nsInclude", list, "PATTERN", choice_of_collections,
     "Only namespaces that match this pattern, such as `shop.order*`. May be repeated.",
     [](Settings& s, const Given& g) { s.backup.included_namespaces = g.values; }},
    {"ns_exclude", "MONGOKEEP_NS_EXCLUDE", "--nsExclude", list, "PATTERN", choice_of_collections,
     "Leave out namespaces that match this pattern. May be repeated.",
     [](Settings& s, const Given& g) { s.backup.excluded_namespaces = g.values; }},
    {"views_as_collections", "MONGOKEEP_VIEWS_AS_COLLECTIONS", "--viewsAsCollections", boolean, "", selection,
     "Also copy the documents that views return, not only their definitions.",
     [](Settings& s, const Given& g) { s.backup.views_as_collections = g.values.front() == "true"; }},

    {"", "", "--drop", boolean, "", restoring, "Drop each collection before it is restored.",
     [](Settings& s, const Given& g) { s.restore.drop = g.values.front() == "true"; }},
    {"", "", "--yes", boolean, "", restoring, "Drop without asking: on a terminal, --drop otherwise asks first.",
     [](Settings& s, const Given& g) { s.is_drop_confirmed = g.values.front() == "true"; }},
    {"", "", "--dropSharded", boolean, "", restoring,
     "With --drop: also drop sharded collections. They are restored unsharded.",
     [](Settings& s, const Given& g) { s.restore.drop_sharded = g.values.front() == "true"; }},
    {"", "", "--mode", choice, "insert|upsert|missingOnly", restoring,
     "What to do if a document with the same `_id` exists: `insert` reports a duplicate, `upsert` replaces the "
     "existing document, `missingOnly` keeps it. Without --mode and --drop, the target must be empty.",
     [](Settings& s, const Given& g) { s.restore.mode = restore_mode(g.values.front()); }},
    {"", "", "--query", text, "FILTER", restoring,
     "Only documents that match this filter (Extended JSON), or the document with this `_id`: '{\"name\": \"Ada\"}', "
     "65d3f0a1b2c3d4e5f6a7b8c9.",
     [](Settings& s, const Given& g) { s.restore.query = g.values.front(); }},
    {"", "", "--nsFrom", list, "PATTERN", restoring,
     "Rename on restore: the pattern of the names in the backup, such as 'shop.*' or 'shop.$name$'. Needs --nsTo.",
     [](Settings& s, const Given& g) { s.restore.renamed_from = g.values; }},
    {"", "", "--nsTo", list, "PATTERN", restoring,
     "Rename on restore: the pattern of the new names, such as 'test.*' or 'test.old_$name$'.",
     [](Settings& s, const Given& g) { s.restore.renamed_to = g.values; }},
    {"", "", "--guessTypes", boolean, "", restoring,
     "In plain JSON, read 24 hex digits under a key `_id` as an ObjectId, and ISO dates in UTC as dates.",
     [](Settings& s, const Given& g) { s.restore.guess_types = g.values.front() == "true"; }},
    {"", "", "--acceptChanged", boolean, "", restoring,
     "Accept files, and a manifest, that have changed since the backup, edited by hand or damaged. Restore every "
     "document that can be read.",
     [](Settings& s, const Given& g) { s.restore.accept_changed = g.values.front() == "true"; }},
    {"", "", "--bypassDocumentValidation", boolean, "", restoring, "Skip the collection's validator.",
     [](Settings& s, const Given& g) { s.restore.bypass_validation = g.values.front() == "true"; }},
    {"", "", "--noIndexRestore", boolean, "", restoring,
     "Build only the indexes on `_id`. The report counts the indexes that were left out.",
     [](Settings& s, const Given& g) { s.restore.no_indexes = g.values.front() == "true"; }},
    {"drill.convert_legacy_indexes", "MONGOKEEP_CONVERT_LEGACY_INDEXES", "--convertLegacyIndexes", boolean, "", legacy,
     "Convert indexes that only servers before 3.4 accept: remove unknown options, and use 1 for a direction such as "
     "true, \"\" or 0. Applies to drills too.",
     [](Settings& s, const Given& g) { s.restore.convert_legacy_indexes = g.values.front() == "true"; }},

    {"", "", "--quick", boolean, "", verification, "Check sizes and checksums only; do not read documents.",
     [](Settings& s, const Given& g) { s.quick = g.values.front() == "true"; }},
    {"", "", "--drill", boolean, "", verification,
     "Also restore the backup into a scratch database on the server of --uri, compare every document byte for byte, "
     "and drop the scratch database.",
     [](Settings& s, const Given& g) { s.drill = g.values.front() == "true"; }},
    {"", "MONGOKEEP_AGAINST", "--against", text, "URI", verification,
     "Also compare the backup with the live database at this connection string.",
     [](Settings& s, const Given& g) { s.against = g.values.front(); }},
    {"", "MONGOKEEP_AGAINST_FILE", "", text, "FILE", verification, "A file that contains this connection string.",
     [](Settings& s, const Given& g) { s.against = read_secret_file(g); }},

    {"root", "MONGOKEEP_ROOT", "--root", text, "FOLDER", store,
     "The root: the folder that holds all backups. Default: `backup`.",
     [](Settings& s, const Given& g) { s.backup.root = g.values.front(); }},
    {"root_must_exist", "MONGOKEEP_ROOT_MUST_EXIST", "--rootMustExist", boolean, "", alarms,
     "Fail if the root does not exist, instead of creating it. Use this if the root is on a disk that may not be "
     "mounted.",
     [](Settings& s, const Given& g) {
       s.backup.missing_root = g.values.front() == "true" ? MissingRoot::refused : MissingRoot::made;
     }},
    {"file_mode", "MONGOKEEP_FILE_MODE", "--fileMode", choice, "0600|0640|0644", form,
     "Who may read the files: `0600`, the owner only (the default); `0640`, also the group; `0644`, everybody.",
     [](Settings& s, const Given& g) { s.backup.file_mode = file_mode(g.values.front()); }},
    {"schedule.timezone", "MONGOKEEP_TIMEZONE", "--timezone", text, "ZONE", store,
     "IANA time zone of dates and schedules, such as Europe/Berlin. Default: the system's.",
     [](Settings& s, const Given& g) { s.tasks.time_zone = s.backup.time_zone = g.values.front(); }},

    {"output.json_format", "MONGOKEEP_JSON_FORMAT", "--jsonFormat", choice, "canonical|relaxed|plain", form,
     "`canonical` (the default) keeps every type; `relaxed` is easier to read; `plain` is what JSON.stringify writes "
     "and loses types.",
     [](Settings& s, const Given& g) { s.backup.format = json_format(g.values.front()); }},
    {"output.compression", "MONGOKEEP_COMPRESSION", "--compression", choice, "none|zstd", form,
     "Compression of the files: `none` (the default) or `zstd`.",
     [](Settings& s, const Given& g) { s.backup.compression = compression(g.values.front()); }},
    {"output.zstd_level", "MONGOKEEP_ZSTD_LEVEL", "--zstdLevel", whole_number, "N", form,
     "Level of zstd, 1 (fastest) to 19 (smallest). Default: 3.",
     [](Settings& s, const Given& g) { s.backup.zstd_level = number_in(g, 1, 19); }},

    {"output.recipients", "MONGOKEEP_RECIPIENTS", "--recipient", list, "age1…", encryption,
     "Encrypt for this recipient. May be repeated: each recipient can read the whole backup with their own secret key.",
     [](Settings& s, const Given& g) { s.backup.encryption.recipients = g.values; }},
    {"output.recipients_file", "MONGOKEEP_RECIPIENTS_FILE", "--recipientsFile", text, "FILE", encryption,
     "A file with recipients, one per line. `#` starts a comment.",
     [](Settings& s, const Given& g) { s.backup.encryption.recipients_file = g.values.front(); }},
    {"output.passphrase_file", "MONGOKEEP_PASSPHRASE_FILE", "--passphraseFile", text, "FILE", passphrase,
     "A file with a passphrase to encrypt and decrypt with, if you have no key pair. With --identity: the passphrase "
     "of the identity file.",
     [](Settings& s, const Given& g) { s.keys.passphrase_file = g.values.front(); }},
    {"identity_file", "MONGOKEEP_IDENTITY_FILE", "--identity", text, "FILE", keys,
     "A file with the secret keys that decrypt backups, as `mongokeep keygen` and `age-keygen` write it.",
     [](Settings& s, const Given& g) { s.keys.identity_file = g.values.front(); }},
    {"max_scrypt_work", "MONGOKEEP_MAX_SCRYPT_WORK", "--maxScryptWork", whole_number, "N", keys,
     "How much work a file may ask for to be opened with the passphrase: 2^N steps of scrypt, which take 2^N KiB of "
     "memory, at most 22. mongokeep and age write 18. Default: 20.",
     [](Settings& s, const Given& g) { s.keys.most_scrypt_work = number_in(g, 1, 22); }},
    {"", "", "--acceptUnsealed", boolean, "", downgrade,
     "Accept a backup without a sealed manifest although a key is given: from an older system, or from before "
     "encryption was turned on.",
     [](Settings& s, const Given& g) { s.keys.accept_unsealed = g.values.front() == "true"; }},

    {"warn_shrink_percent", "MONGOKEEP_WARN_SHRINK_PERCENT", "--warnShrinkPercent", whole_number, "N", alarms,
     "Warn if a collection has lost more than N percent of its documents since the newest complete backup. Default: "
     "50.",
     [](Settings& s, const Given& g) { s.backup.warn_shrink_percent = number_in(g, 1, 100); }},

    {"", "", "--once", choice, "backup|cleanup|drill|push", run_choice,
     "Run one task now, with its hooks, and exit: `backup`, which ships to the stores as well, `cleanup`, `drill` "
     "or `push`. For your own timers.",
     [](Settings& s, const Given& g) { s.once = g.values.front(); }},
    {"", "", "--checkConfig", boolean, "", run_choice,
     "Check the configuration, print the next five times of each task, and exit. `mongokeep check` checks much more.",
     [](Settings& s, const Given& g) { s.check_config = g.values.front() == "true"; }},

    {"schedule.backup", "MONGOKEEP_SCHEDULE_BACKUP", "--backupSchedule", text, "CRON", schedule,
     "When to make backups: minute, hour, day of month, month, day of week. Default: `0 1 * * *`, every day at 1:00.",
     [](Settings& s, const Given& g) { s.tasks.backup_schedule = g.values.front(); }},
    {"schedule.cleanup", "MONGOKEEP_SCHEDULE_CLEANUP", "--cleanupSchedule", text, "CRON", schedule,
     "When to remove old backups. Default: `0 3 * * *`, every day at 3:00.",
     [](Settings& s, const Given& g) { s.tasks.cleanup_schedule = g.values.front(); }},

    {"schedule.drill", "MONGOKEEP_SCHEDULE_DRILL", "--drillSchedule", text, "CRON", schedule,
     "When to restore the newest complete backup into a scratch database and compare it. Default: never.",
     [](Settings& s, const Given& g) { s.tasks.drill_schedule = g.values.front(); }},

    {"drill.uri", "MONGOKEEP_DRILL_URI", "", text, "URI", drill,
     "Connection string of the server for drills. Default: the server of the backups.",
     [](Settings& s, const Given& g) { s.drill_uri = g.values.front(); }},
    {"", "MONGOKEEP_DRILL_URI_FILE", "", text, "FILE", drill, "A file that contains this connection string.",
     [](Settings& s, const Given& g) { s.drill_uri = read_secret_file(g); }},
    {"drill.database", "MONGOKEEP_DRILL_DATABASE", "--drillDatabase", text, "NAME", drill,
     "Name of the scratch database. It must not exist, and it is dropped after the drill. Default: a generated name.",
     [](Settings& s, const Given& g) { s.tasks.drill_database = g.values.front(); }},

    {"hooks.on_success", "MONGOKEEP_HOOKS_ON_SUCCESS", "--onSuccess", text, "COMMAND", hooks,
     "Shell command to run after a task that succeeded. It gets the JSON report on standard input.",
     [](Settings& s, const Given& g) { s.tasks.hooks.on_success = g.values.front(); }},
    {"hooks.on_failure", "MONGOKEEP_HOOKS_ON_FAILURE", "--onFailure", text, "COMMAND", hooks,
     "Shell command to run after a task that failed, or that did only part of its work.",
     [](Settings& s, const Given& g) { s.tasks.hooks.on_failure = g.values.front(); }},
    {"hooks.command_time_limit", "MONGOKEEP_HOOKS_COMMAND_TIME_LIMIT", "", text, "TIME", hooks,
     "Time limit for a hook's command, such as 90s or 10m. Default: 1h.",
     [](Settings& s, const Given& g) { s.tasks.hooks.command_time_limit = duration_of(g); }},
    {"hooks.ping_url", "MONGOKEEP_HOOKS_PING_URL", "", text, "URL", hooks,
     "URL of a health-check service. It is called when a backup starts (/start), succeeds, or fails (/fail).",
     [](Settings& s, const Given& g) { s.tasks.hooks.ping_url = g.values.front(); }},
    {"hooks.cleanup_ping_url", "MONGOKEEP_HOOKS_CLEANUP_PING_URL", "", text, "URL", hooks, "The same for clean-ups.",
     [](Settings& s, const Given& g) { s.tasks.hooks.cleanup_ping_url = g.values.front(); }},
    {"hooks.drill_ping_url", "MONGOKEEP_HOOKS_DRILL_PING_URL", "", text, "URL", hooks, "The same for drills.",
     [](Settings& s, const Given& g) { s.tasks.hooks.drill_ping_url = g.values.front(); }},
    {"hooks.push_ping_url", "MONGOKEEP_HOOKS_PUSH_PING_URL", "", text, "URL", hooks,
     "The same for pushes. Without it, `ping_url` hears of pushes that fail.",
     [](Settings& s, const Given& g) { s.tasks.hooks.push_ping_url = g.values.front(); }},

    {"retention.days_to_keep", "MONGOKEEP_DAYS_TO_KEEP", "--daysToKeep", whole_number, "DAYS", retention,
     "Remove backups older than this many days. Default: 90.",
     [](Settings& s, const Given& g) { s.tasks.days_to_keep = number_in(g, 1, 36500); }},
    {"retention.keep_at_least", "MONGOKEEP_KEEP_AT_LEAST", "--keepAtLeast", whole_number, "N", retention,
     "Always keep this many of the newest complete backups, whatever their age. Default: 1.",
     [](Settings& s, const Given& g) { s.backup.keep.at_least = number_in(g, 1, most_kept); }},
    {"retention.keep_daily", "MONGOKEEP_KEEP_DAILY", "--keepDaily", whole_number, "N", retention,
     "Also keep the newest backup of each day, for the last N days that have a backup.",
     [](Settings& s, const Given& g) { s.backup.keep.daily = number_in(g, 0, most_kept); }},
    {"retention.keep_weekly", "MONGOKEEP_KEEP_WEEKLY", "--keepWeekly", whole_number, "N", retention,
     "The same for weeks.", [](Settings& s, const Given& g) { s.backup.keep.weekly = number_in(g, 0, most_kept); }},
    {"retention.keep_monthly", "MONGOKEEP_KEEP_MONTHLY", "--keepMonthly", whole_number, "N", retention,
     "The same for months.", [](Settings& s, const Given& g) { s.backup.keep.monthly = number_in(g, 0, most_kept); }},
    {"retention.keep_yearly", "MONGOKEEP_KEEP_YEARLY", "--keepYearly", whole_number, "N", retention,
     "The same for years.", [](Settings& s, const Given& g) { s.backup.keep.yearly = number_in(g, 0, most_kept); }},

    {"max_unshipped_days", "MONGOKEEP_MAX_UNSHIPPED_DAYS", "--maxUnshippedDays", whole_number, "DAYS", retention,
     "How long an old backup that cannot be shipped to a required store stays in the root, from the first push "
     "that failed. Default: 14.",
     [](Settings& s, const Given& g) { s.stores.max_unshipped_days = number_in(g, 1, 36500); }},

    {"rclone", "MONGOKEEP_RCLONE", "--rclone", text, "FILE", stores,
     "The rclone program that reaches the stores. Default: the first `rclone` on PATH.",
     [](Settings& s, const Given& g) { s.stores.rclone = g.values.front(); }},
    {"store_timeout", "MONGOKEEP_STORE_TIMEOUT", "--storeTimeout", text, "TIME", stores,
     "Give up on a store when no byte has moved for this long. Without it, commands that only look wait 15s. Default: "
     "15m.",
     [](Settings& s, const Given& g) { s.stores.patience = duration_of(g); }},
    {"stores.name", "", "", text, "NAME", stores,
     "What the store is called: letters, digits, `-` and `_`. `NAME:latest` is its newest complete backup.",
     in_each_store<[](StoreSettings& s, const Given& g) {
       s.name = g.values.front();
       s.origin = line_of(g);
     }>},
    {"stores.remote", "", "", text, "REMOTE", stores,
     "Where the store's backups are: a remote of rclone's configuration with a path, such as `keep:bucket/shop`, or "
     "the absolute path of a folder. No credentials.",
     in_each_store<[](StoreSettings& s, const Given& g) { s.remote = g.values.front(); }>},
    {"stores.rclone_config", "", "", text, "FILE", stores,
     "rclone's configuration file, which describes the remote. It contains credentials: mode 0600. Default: rclone's "
     "own.",
     in_each_store<[](StoreSettings& s, const Given& g) { s.rclone_config = g.values.front(); }>},
    {"stores.days_to_keep", "", "", whole_number, "DAYS", stores,
     "Remove backups older than this many days from the store. Default: the rules of [retention].",
     in_each_store<[](StoreSettings& s, const Given& g) { s.days_to_keep = number_in(g, 1, 36500); }>},
    {"stores.keep_at_least", "", "", whole_number, "N", stores,
     "Always keep this many of the newest complete backups in the store. Default: 1.",
     in_each_store<[](StoreSettings& s, const Given& g) { keep_rules(s).at_least = number_in(g, 1, most_kept); }>},
    {"stores.keep_daily", "", "", whole_number, "N", stores,
     "Also keep the newest backup of each day in the store, for the last N days that have a backup.",
     in_each_store<[](StoreSettings& s, const Given& g) { keep_rules(s).daily = number_in(g, 0, most_kept); }>},
    {"stores.keep_weekly", "", "", whole_number, "N", stores, "The same for weeks.",
     in_each_store<[](StoreSettings& s, const Given& g) { keep_rules(s).weekly = number_in(g, 0, most_kept); }>},
    {"stores.keep_monthly", "", "", whole_number, "N", stores, "The same for months.",
     in_each_store<[](StoreSettings& s, const Given& g) { keep_rules(s).monthly = number_in(g, 0, most_kept); }>},
    {"stores.keep_yearly", "", "", whole_number, "N", stores, "The same for years.",
     in_each_store<[](StoreSettings& s, const Given& g) { keep_rules(s).yearly = number_in(g, 0, most_kept); }>},
    {"stores.check", "", "", choice, "read|hash", stores,
     "How to check what was shipped: `read` reads every byte back (the default), `hash` compares the hashes that the "
     "store tells.",
     in_each_store<[](StoreSettings& s, const Given& g) {
       s.check = g.values.front() == "hash" ? StoreSettings::Check::hash : StoreSettings::Check::read;
     }>},
    {"stores.bandwidth", "", "", text, "SIZE", stores,
     "The most bytes a second to and from the store, such as `8M` (MiB) or `500K`. Default: no limit.",
     in_each_store<[](StoreSettings& s, const Given& g) { s.bandwidth = size_of(g); }>},
    {"stores.lock_days", "", "", whole_number, "DAYS", stores,
     "Lock what is shipped for this many days: nobody can remove or change it (S3 object lock, compliance mode). "
     "Default: no lock.",
     in_each_store<[](StoreSettings& s, const Given& g) { s.lock_days = number_in(g, 1, 36500); }>},
    {"stores.append_only", "", "", boolean, "", stores, "Never remove anything from the store. Default: false.",
     in_each_store<[](StoreSettings& s, const Given& g) { s.append_only = g.values.front() == "true"; }>},
    {"stores.required", "", "", boolean, "", stores,
     "A backup that is not in this store makes the run partial (exit 3), and stays in the root. Default: true.",
     in_each_store<[](StoreSettings& s, const Given& g) { s.required = g.values.front() == "true"; }>},
    {"", "", "WORDS", list, "check NAME", store_words, "Check the store of this name. Default: show all stores.",
     [](Settings& s, const Given& g) { s.store_words = g.values; }},
    {"", "", "BACKUPS", list, "BACKUP", push_choice,
     "A backup to ship, by its name under the root. Default: every backup that the store's own rules would keep.",
     [](Settings& s, const Given& g) { s.push.backups = g.values; }},
    {"", "", "--store", list, "NAME", store_filter, "Only this store. May be repeated. Default: all stores.",
     [](Settings& s, const Given& g) {
       for (const std::string& word : g.values) s.push.stores.push_back(without_colon(word));
     }},
    {"", "", "STORE", text, "STORE:", store_choice, "A store, such as `offsite:`, in place of the root.",
     [](Settings& s, const Given& g) { s.chosen_store = store_in(g); }},

    {"", "", "--dryRun", boolean, "", rehearsal, "Show what would be done, and why. Change nothing.",
     [](Settings& s, const Given& g) { s.dry_run = g.values.front() == "true"; }},

    {"health.max_age", "MONGOKEEP_MAX_AGE", "--maxAge", text, "TIME", health,
     "Maximum age of the newest complete backup: 26h, 90m, 2d. Default: 26h.",
     [](Settings& s, const Given& g) { s.max_age = duration_of(g); }},

    {"", "", "--json", boolean, "", result, "Print the result as one JSON document, also if the command fails.",
     [](Settings& s, const Given& g) { s.json = g.values.front() == "true"; }},

    {"progress_every", "MONGOKEEP_PROGRESS_EVERY", "--progressEvery", text, "TIME", progress,
     "How often to log the progress of a collection, such as 10s or 5m; 0s means never. A terminal shows bars instead. "
     "Default: 30s.",
     [](Settings& s, const Given& g) { s.progress_every = duration_or_none_of(g); }},

    {"", "MONGOKEEP_CONFIG", "--config", text, "FILE", general,
     "TOML file with settings. Flags and environment variables override it.", nullptr},
    {"log_format", "MONGOKEEP_LOG_FORMAT", "--logFormat", choice, "json|text", general,
     "Format of log lines: `json` or `text`. Default: text on a terminal, JSON elsewhere.",
     [](Settings& s, const Given& g) { s.log_form = log_form(g.values.front()); }},
    {"", "", "--quiet", boolean, "", general, "Log only warnings and errors.",
     [](Settings& s, const Given& g) { s.quiet = g.values.front() == "true"; }},
    {"", "", "-v,--verbose", boolean, "", general, "Log more details.",
     [](Settings& s, const Given& g) { s.verbose = g.values.front() == "true"; }},
    {"", "", "-h,--help", boolean, "", general, "Show this help and exit.", nullptr},
});

/// Nothing of an empty text.
std::vector<std::string> parts(std::string_view text, char separator) {
  return text.empty() ? std::vector<std::string>() : split_words(text, separator);
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

bool is_of_each_store(const Setting& setting) {
  return setting.key.starts_with("stores.");
}

bool is_in(const Setting& setting, std::span<const SettingGroup> groups) {
  return std::find(groups.begin(), groups.end(), setting.group) != groups.end();
}

}  // namespace mongokeep::cli
