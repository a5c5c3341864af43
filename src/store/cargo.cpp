#include "store/cargo.h"

#include <utility>

#include "archive/manifest.h"
#include "base/stop_wait.h"
#include "mongokeep/error.h"
#include "stream/checksum.h"
#include "stream/named_hash.h"

namespace mongokeep::store {

namespace {

Error damaged(const std::filesystem::path& file, const std::string& cause) {
  return Error(ErrorKind::damaged, "ship", file.string(), cause,
               "`mongokeep verify` shows what is wrong with the backup. It stays where it is, and is not shipped");
}

/// Reads the file from the disk.
CargoFile checked_file(const archive::OpenBackup& backup, const archive::CollectionRecord& record,
                       const std::set<std::string>& kinds, const std::stop_token& stop) {
  const auto file = backup.open_file(record);
  const auto source = file->source(stream::FileSource::From::disk);
  stream::Checksum found;
  std::map<std::string, stream::NamedHash> others;
  for (const std::string& kind : kinds) {
    if (kind != stream::NamedHash::of_manifests) others.emplace(kind, kind);
  }
  std::vector<char> room(std::size_t{1} << 18U);
  while (const std::size_t got = source->read(room)) {
    throw_if_stopped(stop);
    found.add({room.data(), got});
    for (auto& [kind, hash] : others) hash.add({room.data(), got});
  }
  if (!found.is(record.stored_bytes, record.xxh3_128)) {
    throw damaged(backup.path_of(record), "it is not what the manifest says of it");
  }
  CargoFile cargo{record.file, record.stored_bytes, {{std::string(stream::NamedHash::of_manifests), record.xxh3_128}}};
  for (auto& [kind, hash] : others) cargo.hashes.emplace(kind, hash.text());
  return cargo;
}

}  // namespace

std::string CargoFile::hash(const std::string& kind) const {
  const auto found = hashes.find(kind);
  return found == hashes.end() ? std::string() : found->second;
}

Cargo::Cargo(const std::filesystem::path& folder, const std::set<std::string>& kinds, const std::stop_token& stop)
    : backup_(archive::OpenBackup::open(folder)) {
  if (backup_.is_legacy()) {
    throw Error(ErrorKind::invalid_data, "ship", folder.string(), "it has no manifest: it was made by an older system");
  }
  for (const archive::CollectionRecord& record : backup_.manifest().collections) {
    if (!record.file.empty()) files_.push_back(checked_file(backup_, record, kinds, stop));
  }
}

}  // namespace mongokeep::store
