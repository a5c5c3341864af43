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
     "Write the password into the connection string. To keep it off the command line, use MONGOKEEP_URI_FILE"},
    {"--authenticationDatabase", "", "Add authSource=DATABASE to the connection string"},
    {"--authenticationMechanism", "", "Add authMechanism=MECHANISM to the connection string"},
    {"--gssapiServiceName", "", "Add authMechanismProperties=SERVICE_NAME:NAME to the connection string"},
    {"--gssapiHostName", "", "In the connection string, write the host name as the Kerberos service knows it"},
    {"--awsSessionToken", "", "Add authMechanismProperties=AWS_SESSION_TOKEN:TOKEN to the connection string"},
    {"--ssl,--tls", "", "Add tls=true to the connection string"},
    {"--sslCAFile,--tlsCAFile", "", "Add tlsCAFile=FILE to the connection string"},
    {"--sslPEMKeyFile,--tlsCertificateKeyFile", "", "Add tlsCertificateKeyFile=FILE to the connection string"},
    {"--sslPEMKeyPassword,--tlsCertificateKeyFilePassword", "",
     "Add tlsCertificateKeyFilePassword=PASSWORD to the connection string"},
    {"--sslCRLFile", "",
     "Not needed: the driver (libmongoc) checks certificates by OCSP and does not read such a file"},
    {"--sslAllowInvalidCertificates,--tlsAllowInvalidCertificates", "",
     "Add tlsAllowInvalidCertificates=true to the connection string"},
    {"--sslAllowInvalidHostnames,--tlsAllowInvalidHostnames", "",
     "Add tlsAllowInvalidHostnames=true to the connection string"},
    {"--tlsInsecure", "", "Add tlsInsecure=true to the connection string"},
    {"--sslFIPSMode", "", "Not needed: the system's OpenSSL sets FIPS mode"},
    {"--replicaSetName", "", "Add replicaSet=NAME to the connection string"},
    {"--compressors", "", "Add compressors=zstd to the connection string"},
    {"--dialTimeout", "", "Add connectTimeoutMS=TIME to the connection string, in milliseconds"},
    {"--socketTimeout", "", "Add socketTimeoutMS=TIME to the connection string, in milliseconds"},
    {"--serverSelectionTimeout", "", "Add serverSelectionTimeoutMS=TIME to the connection string, in milliseconds"},
    {"--writeConcern", "",
     "Add w=majority to the connection string, and journal=true or wtimeoutMS=TIME if you need them"},
});

constexpr std::string_view making = "backup,run";
constexpr std::string_view placing = "restore,verify";

constexpr auto other_tool_flags = std::to_array<ToolFlag>({
    {"--out,-o", making, "Name the folder that holds all backups with --root. Each backup gets a dated folder in it"},
    {"--gzip", making, "Use --compression zstd"},
    {"--archive", making, "Name the folder that holds all backups with --root. A backup is a folder of files"},
    {"--oplog", making,
     "mongokeep does not read the oplog: it copies one collection after another. If all collections must be from the "
     "same moment, stop the writers or take a snapshot of the disk"},
    {"--query,-q,--queryFile", making,
     "mongokeep copies whole collections. Choose collections with --collection, --nsInclude or --nsExclude"},
    {"--forceTableScan", making, "Not needed: mongokeep reads collections by the index on _id"},
    {"--dumpDbUsersAndRoles", making, "A backup does not contain users and roles. Save them with mongodump"},
    {"--drop,--nsFrom,--nsTo", making, "That is for `mongokeep restore`"},
    {"--repair,--dbpath,--directoryperdb,--journal", "", "The MongoDB tools have removed it too"},

    {"--dir", placing, "Name the backup first: its folder, its name under --root, or latest"},
    {"--out,-o", "", "Name the folder that holds all backups with --root"},
    {"--gzip", "", "Not needed: mongokeep detects the compression of each file"},
    {"--archive", "",
     "Name the backup first: its folder, its name under --root, or latest. Archives of mongodump need "
     "mongorestore"},
    {"--oplogReplay,--oplogLimit,--oplogFile", "", "A backup of mongokeep contains no oplog"},
    {"--objcheck", "", "Not needed: restore checks every document before it changes anything"},
    {"--noOptionsRestore", "restore",
     "Create the collection before the restore: an existing empty collection keeps its own options"},
    {"--keepIndexVersion", "", "Not needed: the server chooses the version of each index"},
    {"--maintainInsertionOrder", "",
     "A backup is sorted by _id. Only capped collections keep their order of insertion"},
    {"--stopOnError", "",
     "restore reports what the server refuses, continues, and exits with 3. Try it first with "
     "--dryRun"},
    {"--numInsertionWorkersPerCollection", "",
     "Not needed: restore sends several batches of a large collection at once. -j sets the number of collections"},
    {"--preserveUUID", "", "Not needed: a restored collection gets a new UUID, and nothing refers to the old one"},
    {"--restoreDbUsersAndRoles", "", "A backup does not contain users and roles. Restore them with mongorestore"},
    {"--tempUsersColl,--tempRolesColl", "", "A backup does not contain users and roles"},
    {"--fixDottedHashIndex", "", "restore reports each index that the server refuses. Create those indexes by hand"},
    {"--batchSize", "", "Not needed: mongokeep limits batches by their size in bytes"},
    {"--queryFile", "restore,cat", "Give the filter on the command line: --query \"$(cat FILE)\""},
    {"-q", "restore", "Write it as --query"},
    {"--excludeCollectionsWithPrefix", "", "Use --nsExclude 'DATABASE.PREFIX*'"},
    {"--collectionFile,--nsFile", "", "Repeat --collection, or list the collections in the configuration file"},
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
