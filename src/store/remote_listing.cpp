#include "store/remote_listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json/json.h"
#include "base/text/quantity.h"
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

void RemoteFiles::add(const RemoteEntry& entry) {
  if (entries_.size() == most_files || entry.path.size() > most_text - text_.size()) {
    throw not_a_listing(
        fmt::format("it has more than {} files, or names of more than {} in all", most_files, size_text(most_text)));
  }
  entries_.push_back(
      {static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(entry.path.size()), entry.size});
  text_ += entry.path;
}

void RemoteFiles::sort() {
  std::stable_sort(entries_.begin(), entries_.end(), [this](const Entry& left, const Entry& right) {
    const std::string_view text = text_;
    return text.substr(left.offset, left.length) < text.substr(right.offset, right.length);
  });
}

RemoteFiles::File RemoteFiles::at(std::size_t index) const {
  const Entry& entry = entries_.at(index);
  return {std::string_view(text_).substr(entry.offset, entry.length), entry.size};
}

std::size_t RemoteFiles::lower_bound(std::string_view path) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), path, [this](const Entry& entry, auto wanted) {
    return std::string_view(text_).substr(entry.offset, entry.length) < wanted;
  });
  return static_cast<std::size_t>(found - entries_.begin());
}

}  // namespace mongokeep::store
