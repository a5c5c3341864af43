#include "store/remote_listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json/json.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

namespace {

Error not_a_listing(const std::string& cause) {
  return Error(ErrorKind::invalid_data, "read", "the list of files of a store", cause);
}

std::string hash_in(const Json& entry) {
  const auto hashes = entry.find("Hashes");
  if (hashes == entry.end() || !hashes->is_object()) return {};
  for (const auto& [kind, value] : hashes->items()) {
    if (value.is_string()) return value.get<std::string>();
  }
  return {};
}

RemoteEntry entry_in(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) throw not_a_listing("a line of rclone's is not an object of JSON");
  RemoteEntry entry;
  entry.path = string_at(json, "Path");
  if (entry.path.empty()) throw not_a_listing("an entry in it has no name");
  if (entry.path.size() > ListingReader::longest_path) {
    throw not_a_listing(fmt::format("a path in it has more than {} bytes", ListingReader::longest_path));
  }
  entry.is_folder = is_true_at(json, "IsDir");
  const auto size = json.find("Size");
  // What has no length known to the store has -1.
  if (size != json.end() && size->is_number_unsigned()) entry.size = size->get<std::uint64_t>();
  entry.hash = hash_in(json);
  return entry;
}

}  // namespace

void ListingReader::take_line(std::string_view line) {
  if (++lines_ > most_lines) throw not_a_listing(fmt::format("it has more than {} lines", most_lines));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return;
  if (!is_begun_) {
    is_begun_ = line == "[";
    // Of nothing at all rclone prints both in one, or in two lines.
    is_ended_ = line == "[]";
    if (!is_begun_ && !is_ended_) throw not_a_listing("it does not begin as rclone's lists do");
    is_begun_ = true;
    return;
  }
  if (is_ended_) throw not_a_listing("it goes on behind its end");
  if (line == "]") {
    is_ended_ = true;
    return;
  }
  if (line.ends_with(',')) line.remove_suffix(1);
  take_(entry_in(line));
}

bool RemoteFiles::add(const RemoteEntry& entry) {
  if (entry.path.size() > ListingReader::longest_path || entries_.size() == most_files) return false;
  if (blocks_.empty() || entry.path.size() > block_size - blocks_.back().size()) {
    if (blocks_.size() == most_text / block_size) return false;
    blocks_.emplace_back().reserve(block_size);
  }
  std::string& block = blocks_.back();
  const std::size_t place = (blocks_.size() - 1) * block_size + block.size();
  entries_.push_back({static_cast<std::uint32_t>(place), static_cast<std::uint16_t>(entry.path.size()), entry.size});
  block += entry.path;
  return true;
}

std::string_view RemoteFiles::path_of(const Entry& entry) const {
  return std::string_view(blocks_[entry.place / block_size]).substr(entry.place % block_size, entry.length);
}

void RemoteFiles::sort() {
  // Of what is listed twice, the first comes first.
  std::sort(entries_.begin(), entries_.end(), [this](const Entry& left, const Entry& right) {
    const int order = path_of(left).compare(path_of(right));
    return order != 0 ? order < 0 : left.place < right.place;
  });
}

RemoteFiles::File RemoteFiles::at(std::size_t index) const {
  const Entry& entry = entries_.at(index);
  return {path_of(entry), entry.size};
}

std::size_t RemoteFiles::lower_bound(std::string_view path) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), path,
                                      [this](const Entry& entry, auto wanted) { return path_of(entry) < wanted; });
  return static_cast<std::size_t>(found - entries_.begin());
}

}  // namespace mongokeep::store
