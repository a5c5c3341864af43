#include "support/disk_history.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace mongokeep::test {
namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
  return fields;
}

std::string parent_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

std::string name_of(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

bool is_below(const std::string& path, const std::string& folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool is_lock(const std::string& path) {
  const std::string name = name_of(path);
  return name.starts_with(".") && name.ends_with(".lock");
}

bool is_hidden(const std::string& path) {
  return name_of(path).starts_with(".");
}

bool is_condemned(const std::string& name) {
  return name.starts_with(".deleting-");
}

/// The hidden folder of a backup that the path is, or lies in; empty where there is none.
std::string hidden_backup_of(const std::string& path) {
  for (std::string part = path; !name_of(part).empty(); part = parent_of(part)) {
    const std::string name = name_of(part);
    if (is_condemned(name) || (is_hidden(part) && name.ends_with(".partial"))) return part;
  }
  return {};
}

}  // namespace

DiskHistory::DiskHistory(const std::string& record) {
  std::istringstream lines(record);
  for (std::string line; std::getline(lines, line);) {
    try {
      take(fields_of(line));
    } catch (const std::logic_error&) {
      throw std::runtime_error("no line of a record of the disk: " + line);
    }
  }
  check_end();
}

std::uint64_t DiskHistory::bytes_read(const std::string& path) const {
  std::uint64_t sum = 0;
  for (const auto& [id, node] : nodes_) {
    if (node.path == path || name_of(node.path) == path) sum += node.read;
  }
  return sum;
}

void DiskHistory::take(const Fields& fields) {
  const std::string& call = fields.at(0);
  if (call == "make") return make(fields);
  if (call == "rename") return rename(fields);
  if (call == "exchange") return exchange(fields);
  if (call == "remove") return remove(fields);
  if (call == "syncfs") return sync_all();
  if (call == "standard") {
    if (fields.at(2) != "/dev/null") complain(fields.at(2) + " was opened in the place of a standard stream");
    return;
  }
  if (call == "sync") return sync(node(fields.at(1), fields.at(2), false));
  if (call == "touch" || call == "mark") return touch(node(fields.at(1), fields.at(2), call == "mark"), call == "mark");
  const std::uint64_t begin = std::stoull(fields.at(2));
  const std::uint64_t size = std::stoull(fields.at(3));
  Node& file = node(fields.at(1), fields.at(4), false);
  if (call == "write") return write(file, begin, begin + size);
  if (call == "drop") return drop(file, begin, size == 0 ? file.size : begin + size);
  if (call == "flush") return file.on_disk.add(begin, std::min(begin + size, file.size));
  if (call != "read") throw std::out_of_range(call);
  file.read += size;
  file.read_back.add(file.dropped.within(begin, begin + size));
}

void DiskHistory::make(const Fields& fields) {
  const std::string& path = fields.at(4);
  nodes_.erase(fields.at(2));  // another one that has gone had the number
  Node& made = node(fields.at(2), path, fields.at(3) == "folder");
  made.is_made_here = true;
  if (is_lock(path)) return;
  check_made_in(path);
  made.is_changed = !made.is_folder;
  folder(fields.at(1), path).is_changed = true;
}

void DiskHistory::write(Node& file, std::uint64_t begin, std::uint64_t end) {
  if (file.is_named) complain(file.path + " was written to though it had its name");
  file.size = std::max(file.size, end);
  file.is_changed = true;
  for (ByteRanges* ranges : {&file.on_disk, &file.dropped, &file.read_back}) ranges->remove(begin, end);
}

void DiskHistory::drop(Node& file, std::uint64_t begin, std::uint64_t end) {
  // What is not on the disk yet stays in memory.
  file.dropped.add(file.on_disk.within(begin, end));
}

void DiskHistory::touch(Node& node, bool is_mark) {
  if (is_lock(node.path)) return;
  node.is_changed = true;
  node.is_marked = node.is_marked || is_mark;
}

void DiskHistory::sync(Node& node) {
  node.is_changed = false;
  node.has_names_synced = true;
  synced_.push_back(node.path);
  node.on_disk.add(0, node.size);
  if (!node.is_folder && node.is_made_here) ++file_syncs_;
}

void DiskHistory::sync_all() {
  ++whole_syncs_;
  for (auto& [id, node] : nodes_) {
    const int before = file_syncs_;
    sync(node);
    file_syncs_ = before;
  }
}

void DiskHistory::rename(const Fields& fields) {
  const std::string& from = fields.at(5);
  const std::string& to = fields.at(6);
  named_.push_back(to);
  Node& renamed = node(fields.at(2), from, fields.at(3) == "folder");
  if (!renamed.is_folder) {
    check_file(renamed, std::stoull(fields.at(4)), to);
    renamed.is_named = true;
  } else if (is_condemned(name_of(to))) {
    renamed.is_condemned_here = true;
  } else {
    check_tree(from, to);
    if (!is_hidden(from)) complain(from + " lost its name");
    renamed.is_named = true;
  }
  check_made_in(to);
  move_below(from, to);
  Node& above = folder(fields.at(1), to);
  above.is_changed = true;
  above.has_names_synced = false;
}

void DiskHistory::exchange(const Fields& fields) {
  const std::string& from = fields.at(5);
  const std::string& to = fields.at(6);
  named_.push_back(to);
  check_tree(from, to);
  node(fields.at(2), from, true).is_named = true;
  const std::string aside = from + "\t";  // no path has it
  move_below(to, aside);
  move_below(from, to);
  move_below(aside, from);
  Node& above = folder(fields.at(1), to);
  above.is_changed = true;
  above.has_names_synced = false;
}

void DiskHistory::remove(const Fields& fields) {
  const std::string& path = fields.at(3);
  const std::string hidden = hidden_backup_of(path);
  const Node* backup = at(hidden);
  const bool is_own_draft = backup != nullptr && backup->is_made_here;
  if (!hidden.empty() && !is_own_draft) {
    const Node* root = at(parent_of(hidden));
    if (root == nullptr || !root->has_names_synced) complain(path + " was removed before its root was synced");
  }
  const Node* marked = marked_above(path);
  if (marked != nullptr && marked->is_changed) complain(path + " was removed before its folder's mark was synced");
  if (hidden.empty() && marked == nullptr && fields.at(2) == "folder") complain(path + " was removed under its name");
  if (marked != nullptr && path == marked->path) folder(fields.at(1), path).is_changed = true;
  if (path == hidden && backup != nullptr && backup->is_condemned_here) folder(fields.at(1), path).is_changed = true;
  std::erase_if(nodes_, [&](const auto& entry) { return entry.second.path == path; });
}

void DiskHistory::check_file(const Node& file, std::uint64_t size, const std::string& to) {
  if (file.size != size) {
    complain(file.path + " has " + std::to_string(size) + " bytes, of which " + std::to_string(file.size) +
             " were seen to be written");
  }
  if (file.is_changed) complain(to + " was named before it was synced");
  if (file.path.ends_with(".part") && !file.read_back.covers(0, size)) {
    complain(to + " was named before all of it was read back from the disk");
  }
}

void DiskHistory::check_tree(const std::string& path, const std::string& to) {
  for (const auto& [id, node] : nodes_) {
    if ((node.path == path || is_below(node.path, path)) && node.is_changed) {
      complain(to + " was named before " + node.path + " was synced");
    }
  }
}

void DiskHistory::check_made_in(const std::string& path) {
  for (const auto& [id, node] : nodes_) {
    if (node.is_folder && node.is_named && is_below(path, node.path))
      complain(path + " came into a backup that had its name");
  }
}

void DiskHistory::check_end() {
  for (const auto& [id, node] : nodes_) {
    if (node.is_changed) complain(node.path + " was not synced in the end");
  }
}

void DiskHistory::move_below(const std::string& from, const std::string& to) {
  for (auto& [id, node] : nodes_) {
    if (node.path == from || is_below(node.path, from)) node.path.replace(0, from.size(), to);
  }
}

DiskHistory::Node& DiskHistory::node(const std::string& id, const std::string& path, bool is_folder) {
  Node& found = nodes_[id];
  found.path = path;
  found.is_folder = found.is_folder || is_folder;
  return found;
}

DiskHistory::Node& DiskHistory::folder(const std::string& id, const std::string& path_in_it) {
  return node(id, parent_of(path_in_it), true);
}

const DiskHistory::Node* DiskHistory::marked_above(const std::string& path) const {
  const auto found = std::find_if(nodes_.begin(), nodes_.end(), [&](const auto& entry) {
    return entry.second.is_marked && (entry.second.path == path || is_below(path, entry.second.path));
  });
  return found == nodes_.end() ? nullptr : &found->second;
}

bool DiskHistory::has_synced(const std::string& path) const {
  return std::find(synced_.begin(), synced_.end(), path) != synced_.end();
}

const DiskHistory::Node* DiskHistory::at(const std::string& path) const {
  const auto found =
      std::find_if(nodes_.begin(), nodes_.end(), [&](const auto& entry) { return entry.second.path == path; });
  return found == nodes_.end() ? nullptr : &found->second;
}

}  // namespace mongokeep::test
