#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files/folder_tree.h"
#include "stream/file_source.h"
#include "stream/read_at.h"
#include "stream/source.h"

namespace mongokeep::archive {

/// A file of a folder, open for reading.
class ReadableFile : public stream::ReadAt {
 public:
  /// What it has, from its beginning to its end. Borrows the file. `from` counts where there is a page cache of ours.
  virtual std::unique_ptr<stream::Source> source(stream::FileSource::From from) const = 0;
  /// Whether it lies on another machine, so that reading it twice takes twice as long, and costs.
  virtual bool is_far() const { return false; }
};

/// A folder that backups are read from, whether it lies on this machine (LocalFolder) or in a store. Names are single
/// parts of a path. Links are never followed. All functions throw Error{storage} that names the path.
/// Threads: any number of calls at a time.
class ReadableFolder {
 public:
  virtual ~ReadableFolder() = default;
  ReadableFolder() = default;
  ReadableFolder(const ReadableFolder&) = delete;
  ReadableFolder& operator=(const ReadableFolder&) = delete;

  /// As a person names it: absolute, or `STORE:NAME`.
  virtual std::filesystem::path path() const = 0;
  /// Of what lies in it.
  virtual std::filesystem::path path_of(const std::string& name) const { return path() / name; }

  /// The names in the folder, sorted by bytes.
  virtual std::vector<std::string> names() const = 0;
  virtual std::size_t entry_count() const = 0;
  /// How many names() leaves out: a store may list any number of things that are no backups.
  virtual std::size_t left_out() const { return 0; }
  /// What is known of an entry: its kind, length and time, and its mode where it has one. Nothing when it is not there.
  virtual std::optional<struct stat> facts(const std::string& name) const = 0;
  /// The same of the folder itself.
  virtual struct stat own_facts() const = 0;
  /// As walk_tree() does.
  virtual void visit_all(const VisitEntry& visit) const = 0;

  virtual std::unique_ptr<ReadableFolder> open_child(const std::string& name) const = 0;
  /// Opens a regular file.
  virtual std::unique_ptr<ReadableFile> open_file(const std::string& name) const = 0;
  /// As long as this object lives no clean-up removes the folder, see folder_use.h. Throws Error{locked} as well.
  virtual void hold_for_reading() const = 0;
  /// Whether files come here one by one and their manifest last, as into a store: a dated folder without a manifest is
  /// no backup then.
  virtual bool receives_files() const { return false; }

  /// False for a link, and for a name that is not there.
  bool is_directory(const std::string& name) const {
    const auto found = facts(name);
    return found && S_ISDIR(found->st_mode);
  }
};

/// All of a file, whose length is `longest` at most. Throws Error{storage} for a longer one.
std::string whole_text(const ReadableFolder& folder, const std::string& name, std::size_t longest);

}  // namespace mongokeep::archive
