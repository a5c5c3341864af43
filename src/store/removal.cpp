#include "store/removal.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "archive/inspection.h"
#include "archive/manifest.h"
#include "base/text/quantity.h"
#include "mongokeep/error.h"
#include "store/shipment_mark.h"
#include "store/store_folder.h"

namespace mongokeep::store {

namespace {

/// Those of the files that are there.
std::vector<std::string> present(const std::vector<std::string>& files, const RemoteFiles& held) {
  std::vector<std::string> found;
  for (const std::string& file : files) {
    const std::size_t place = held.lower_bound(file);
    if (place < held.count() && held.at(place).path == file) found.push_back(file);
  }
  return found;
}

void remove_note_files(const Remote& remote, const RemovalNote& note, const std::stop_token& stop) {
  std::vector<std::string> left = present(note.files, *files_in(remote, note.backup, stop));
  if (left.empty()) return;
  remote.remove_files(note.backup, left, stop);
  left = present(left, *files_in(remote, note.backup, stop));
  if (left.empty()) return;
  // What rclone cannot take from a list.
  for (const std::string& file : left) remote.remove(note.backup + "/" + file, stop);
  left = present(left, *files_in(remote, note.backup, stop));
  if (left.empty()) return;
  throw Error(ErrorKind::storage, "remove", remote.shown(note.backup + "/" + left.front()).string(),
              "it is still there, although rclone reported no error", "The next clean-up tries it again");
}

/// Stores of objects have no folders, and those of files may have removed an empty one by themselves.
void remove_folder(const Remote& remote, const std::string& backup, const std::stop_token& stop) {
  const bool is_there = remote.list(
      backup, Remote::Depth::entries, "", [](const RemoteEntry&) {}, stop);
  if (is_there) remote.remove_empty_folders(backup, stop);
}

void write_note(const Remote& remote, const RemovalNote& note, const std::stop_token& stop) {
  const std::string file = RemovalNote::file_name_for(note.backup);
  const std::string text = note.text();
  if (text.size() > RemovalNote::longest || note.files.size() > RemovalNote::most_files) {
    throw Error(ErrorKind::storage, "remove", remote.shown(note.backup).string(),
                fmt::format("it has more than {} files, or their names need more than {}", RemovalNote::most_files,
                            size_text(RemovalNote::longest)));
  }
  remote.write(file, text, stop);
  if (remote.read(file, 0, text.size(), stop) == text) return;
  throw Error(ErrorKind::storage, "write", remote.shown(file).string(), "what arrived is not what was written",
              "Nothing was removed. The next clean-up tries it again");
}

/// As the manifest names them.
std::set<std::string> named_files(const std::shared_ptr<const Remote>& remote, const std::string& backup,
                                  std::shared_ptr<const RemoteFiles> held, const std::stop_token& stop) {
  const StoreFolder folder(remote, backup, std::move(held), backup, stop);
  std::set<std::string> names;
  archive::parse_brief_manifest(archive::manifest_text(folder),
                                folder.path_of(std::string(archive::Manifest::file_name)).string(),
                                [&](std::string_view file, std::uint64_t) { names.emplace(file); });
  return names;
}

}  // namespace

std::string remove_backup(const std::shared_ptr<const Remote>& remote, const std::string& backup,
                          const std::stop_token& stop) {
  const std::string manifest(archive::Manifest::file_name);
  const auto held = files_in(*remote, backup, stop);
  const std::set<std::string> named = named_files(remote, backup, held, stop);
  for (std::size_t place = 0; place < held->count(); ++place) {
    const std::string file(held->at(place).path);
    if (file != manifest && !named.contains(file)) return file;
  }
  const RemovalNote note{.backup = backup, .files = present({named.begin(), named.end()}, *held)};
  write_note(*remote, note, stop);
  remote->remove(backup + "/" + manifest, stop);
  finish_removal(*remote, note, stop);
  return {};
}

void finish_removal(const Remote& remote, const RemovalNote& note, const std::stop_token& stop) {
  remove_note_files(remote, note, stop);
  remove_folder(remote, note.backup, stop);
  remove_note(remote, note.backup, stop);
}

std::string remove_arriving(const Remote& remote, const std::string& backup, const std::string& root_id,
                            const std::stop_token& stop) {
  const std::string mark_file = ShipmentMark::file_name_for(backup);
  const auto text = remote.read_if_there(mark_file, RemovalNote::longest, stop);
  const ShipmentMark mark = text ? ShipmentMark::parse(*text, backup) : ShipmentMark{};
  const bool is_ours = text && !root_id.empty() && mark.root == root_id;
  const auto held = files_in(remote, backup, stop);
  RemovalNote all{.backup = backup, .files = {}};
  for (std::size_t place = 0; place < held->count(); ++place) {
    all.files.emplace_back(held->at(place).path);
    const std::string& file = all.files.back();
    if (!is_ours || file == archive::Manifest::file_name || !mark.covers(file)) return file;
  }
  remove_note_files(remote, all, stop);
  remove_folder(remote, backup, stop);
  if (is_ours) remote.remove(mark_file, stop);
  return {};
}

void remove_note(const Remote& remote, const std::string& backup, const std::stop_token& stop) {
  remote.remove(RemovalNote::file_name_for(backup), stop);
}

}  // namespace mongokeep::store
