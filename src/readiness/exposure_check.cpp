#include "readiness/exposure_check.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>

#include "mongo/uri/uri_exposure.h"
#include "store/stores.h"

namespace mongokeep::readiness {

namespace {

void append(std::vector<Exposure>& all, std::vector<Exposure> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<Exposure> exposures_of_server(const std::string& uri) {
  std::vector<Exposure> found = mongo::uri_exposures(uri);
  append(found, mongo::exposures_of_uri_files(uri));
  return found;
}

std::vector<Exposure> exposures_of_keys(const Encryption& encryption, const DecryptionKeys& keys) {
  std::vector<Exposure> found;
  std::vector<std::filesystem::path> seen = {""};
  for (const auto& path : {encryption.passphrase_file, keys.identity_file, keys.passphrase_file}) {
    if (std::find(seen.begin(), seen.end(), path) != seen.end()) continue;
    seen.push_back(path);
    append(found, exposures_of_file(path, FileTrust::secret));
  }
  // Whoever writes there becomes a reader of the backups to come.
  append(found, exposures_of_file(encryption.recipients_file, FileTrust::public_text));
  return found;
}

std::vector<Exposure> exposures_of_stores(const StoresSettings& stores) {
  std::vector<Exposure> found;
  std::set<std::filesystem::path> seen = {""};
  for (const StoreSettings& store : stores.stores) {
    const std::filesystem::path config = store::rclone_config_of(store);
    if (seen.insert(config).second) append(found, exposures_of_file(config, FileTrust::secret));
  }
  return found;
}

void tell_exposures(Topic topic, const std::vector<Exposure>& exposures, Findings& findings) {
  for (const Exposure& one : exposures) findings.add(topic, Verdict::warning, one.finding, one.remedy);
}

}  // namespace mongokeep::readiness

namespace mongokeep {

std::vector<ReadinessFinding> check_exposure(const std::vector<std::string>& uris, const BackupSettings& backup,
                                             const DecryptionKeys& keys) {
  readiness::Findings findings;
  for (const std::string& uri : uris) {
    readiness::tell_exposures(ReadinessTopic::server, readiness::exposures_of_server(uri), findings);
  }
  readiness::tell_exposures(ReadinessTopic::root, exposures_of_root(backup.root), findings);
  readiness::tell_exposures(ReadinessTopic::encryption, readiness::exposures_of_keys(backup.encryption, keys),
                            findings);
  return findings.all();
}

std::vector<ReadinessFinding> check_exposure(const StoresSettings& stores) {
  readiness::Findings findings;
  readiness::tell_exposures(ReadinessTopic::stores, readiness::exposures_of_stores(stores), findings);
  return findings.all();
}

}  // namespace mongokeep
