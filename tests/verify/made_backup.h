#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "archive/manifest.h"
#include "support/temp_dir.h"

namespace mongokeep::verify {

/// A backup made by hand, sound when it is made, in a root of its own.
class MadeBackup {
 public:
  explicit MadeBackup(std::string name = "20th_Feb_2024");

  /// Stores the documents, given as their text, and puts the collection into the manifest. `database` only in a backup
  /// of all databases.
  archive::CollectionRecord& add(const std::string& collection, const std::vector<std::string>& documents,
                                 const std::string& database = {});
  /// Writes the manifest as it is now, its own checksum right.
  void write_manifest() const;
  /// Brings a record's length and checksum in line with its file.
  void take_checksum(archive::CollectionRecord& record) const;

  archive::Manifest& manifest() { return manifest_; }
  archive::CollectionRecord& record(const std::string& collection);
  const std::filesystem::path& root() const { return temp_.path(); }
  std::filesystem::path folder() const { return root() / name_; }
  std::filesystem::path operator/(const std::string& file) const { return folder() / file; }

 private:
  test::TempDir temp_;
  std::string name_;
  archive::Manifest manifest_;
};

/// The text of a file in our form.
std::string array_of(const std::vector<std::string>& documents);

}  // namespace mongokeep::verify
