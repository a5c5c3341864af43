#include "store/manifests_there.h"

#include "archive/manifest.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

namespace {

std::string manifest_path(const std::string& backup) {
  return backup + "/" + std::string(archive::Manifest::file_name);
}

}  // namespace

ManifestsThere::ManifestsThere(const Remote& remote, const std::vector<std::string>& backups,
                               const std::stop_token& stop)
    : remote_(remote), stop_(stop) {
  std::vector<std::string> files;
  for (const std::string& backup : backups) files.push_back(manifest_path(backup));
  try {
    known_ = look_for(files);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::stopped) throw;
    // Whose folder it is that cannot be listed, has() finds out.
    known_.reset();
  }
}

bool ManifestsThere::has(const std::string& backup, std::uint64_t bytes) const {
  const std::string file = manifest_path(backup);
  const auto is_in = [&](const Lengths& lengths) {
    const auto found = lengths.find(file);
    return found != lengths.end() && found->second == bytes;
  };
  return known_ ? is_in(*known_) : is_in(look_for({file}));
}

ManifestsThere::Lengths ManifestsThere::look_for(const std::vector<std::string>& files) const {
  Lengths lengths;
  remote_.look_for(
      files, [&](const RemoteEntry& entry) { lengths.emplace(entry.path, entry.size); }, stop_);
  return lengths;
}

}  // namespace mongokeep::store
