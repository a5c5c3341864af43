#include "cli/settings/tool_flags.h"

#include <algorithm>
#include <array>

namespace mongokeep::cli {

namespace {

/// A flag of the MongoDB Database Tools (100.x), under all its names, separated by commas.
struct ToolFlag {
  std::string_view names;
  std::string_view commands;  ///< of ours for which the hint holds, separated by commas; empty: of all
  std::string_view hint;
};

constexpr auto connection_flags = std::to_array<ToolFlag>({
    {"--host,--port", "", "Write host and port into the connection string: --uri mongodb://HOST:PORT/DATABASE"},
    {"--username,-u", "", "Write the user into the connection string: mongodb://USER:PASSWORD@HOST/DATABASE"},
    {"--password,-p", "",
     "Write the password into the connection string. MONGOKEEP_URI_FILE keeps that out of the command line"},
    {"--authenticationDatabase", "", "Add authSource=DATABASE to the connection string"},
    {"--authenticationMechanism", "", "Add authMechanism=MECHANISM to the connection string"},
    {"--gssapiServiceName", "", "Add authMechanismProperties=SERVICE_NAME:NAME to the connection string"},
    {"--gssapiHostName", "", "Name the host in the connection string as the Kerberos service has it"},
    {"--awsSessionToken", "", "Add authMechanismProperties=AWS_SESSION_TOKEN:TOKEN to the connection string"},
    {"--ssl,--tls", "", "Add tls=true to the connection string"},
    {"--sslCAFile,--tlsCAFile", "", "Add tlsCAFile=FILE to the connection string"},
    {"--sslPEMKeyFile,--tlsCertificateKeyFile", "", "Add tlsCertificateKeyFile=FILE to the connection string"},
    {"--sslPEMKeyPassword,--tlsCertificateKeyFilePassword", "",
     "Add tlsCertificateKeyFilePassword=PASSWORD to the connection string"},
    {"--sslCRLFile", "", "Not needed: certificates are checked by OCSP, and the driver, libmongoc, reads no such file"},
    {"--sslAllowInvalidCertificates,--tlsAllowInvalidCertificates", "",
     "Add tlsAllowInvalidCertificates=true to the connection string"},
    {"--sslAllowInvalidHostnames,--tlsAllowInvalidHostnames", "",
     "Add tlsAllowInvalidHostnames=true to the connection string"},
    {"--tlsInsecure", "", "Add tlsInsecure=true to the connection string"},
    {"--sslFIPSMode", "", "Not needed: the system's OpenSSL decides about FIPS mode"},
    {"--replicaSetName", "", "Add replicaSet=NAME to the connection string"},
    {"--compressors", "", "Add compressors=zstd to the connection string"},
    {"--dialTimeout", "", "Add connectTimeoutMS=TIME to the connection string, in milliseconds"},
    {"--socketTimeout", "", "Add socketTimeoutMS=TIME to the connection string, in milliseconds"},
    {"--serverSelectionTimeout", "", "Add serverSelectionTimeoutMS=TIME to the connection string, in milliseconds"},
    {"--writeConcern", "", "Add w=majority to the connection string, with journal=true and wtimeoutMS=TIME if wanted"},
});

constexpr std::string_view making = "backup,run";
constexpr std::string_view placing = "restore,verify";

constexpr auto other_tool_flags = std::to_array<ToolFlag>({
    {"--out,-o", making, "Name the folder that holds all backups with --root. Each backup gets a dated folder in it"},
    {"--gzip", making, "Use --compression zstd"},
    {"--archive", making, "Name the folder that holds all backups with --root. A backup is a folder of files"},
    {"--oplog", making,
     "mongokeep does not read the oplog: each collection is copied as it is when its turn comes. Stop the writers, or "
     "snapshot the disk, where all must be of one moment"},
    {"--query,-q,--queryFile", making,
     "mongokeep copies whole collections. Choose those with --collection, --nsInclude or --nsExclude"},
    {"--forceTableScan", making, "Not needed: collections are read by their index on _id"},
    {"--dumpDbUsersAndRoles", making, "Users and roles are not part of a backup. Save them with mongodump"},
    {"--drop,--nsFrom,--nsTo", making, "That is for `mongokeep restore`"},
    {"--repair,--dbpath,--directoryperdb,--journal", "", "The MongoDB tools do not have it any more either"},

    {"--dir", placing, "Name the backup first: its folder, its name under --root, or latest"},
    {"--out,-o", "", "Name the folder that holds all backups with --root"},
    {"--gzip", "", "Not needed: each file tells how it is compressed"},
    {"--archive", "",
     "Name the backup first: its folder, its name under --root, or latest. Archives of mongodump need "
     "mongorestore"},
    {"--oplogReplay,--oplogLimit,--oplogFile", "", "A backup of mongokeep holds no oplog, and is restored as it is"},
    {"--objcheck", "", "Not needed: every document is checked before anything is changed"},
    {"--noOptionsRestore", "restore",
     "Make the collection yourself before: one that is there and empty keeps its own options"},
    {"--keepIndexVersion", "", "Not needed: the server builds each index in the version that it prefers"},
    {"--maintainInsertionOrder", "",
     "A backup is sorted by _id and holds no order of insertion, but for capped collections, which get it back"},
    {"--stopOnError", "",
     "restore counts and shows what the server refuses, and goes on; the exit code is then 3. Try it before with "
     "--dryRun"},
    {"--numInsertionWorkersPerCollection", "",
     "Not needed: several batches of a large collection are sent at a time. -j sets how many collections are"},
    {"--preserveUUID", "", "Not needed: a restored collection gets a new UUID, and nothing refers to the old one"},
    {"--restoreDbUsersAndRoles", "", "Users and roles are not part of a backup. Bring them back with mongorestore"},
    {"--tempUsersColl,--tempRolesColl", "", "Users and roles are not part of a backup"},
    {"--fixDottedHashIndex", "", "The server says which index it refuses, and restore shows it. Make it yourself then"},
    {"--batchSize", "", "Not needed: batches are cut by their size in bytes"},
    {"--queryFile", "restore,cat", "Give the filter itself: --query \"$(cat FILE)\""},
    {"-q", "restore", "Write it as --query"},
    {"--excludeCollectionsWithPrefix", "", "Use --nsExclude 'DATABASE.PREFIX*'"},
    {"--collectionFile,--nsFile", "", "Repeat --collection, or list the collections in the file of --config"},
    {"--numThreads", "", "Use -j"},
    {"--version", "", "`mongokeep --version` prints it"},
});

bool lists(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t comma = std::min(words.find(','), words.size());
    if (words.substr(0, comma) == word) return true;
    words.remove_prefix(std::min(comma + 1, words.size()));
  }
  return false;
}

}  // namespace

std::optional<std::string_view> tool_flag_hint(std::string_view command, std::string_view flag) {
  for (const ToolFlag& row : connection_flags) {
    if (lists(row.names, flag)) return row.hint;
  }
  for (const ToolFlag& row : other_tool_flags) {
    if (lists(row.names, flag) && (row.commands.empty() || lists(row.commands, command))) return row.hint;
  }
  return std::nullopt;
}

bool is_connection_flag(std::string_view flag) {
  return std::any_of(connection_flags.begin(), connection_flags.end(),
                     [&](const ToolFlag& row) { return lists(row.names, flag); });
}

}  // namespace mongokeep::cli
