#include "store/shipment.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "archive/manifest.h"
#include "base/text/counted.h"
#include "mongokeep/error.h"
#include "store/local_links.h"
#include "stream/named_hash.h"

namespace mongokeep::store {

namespace {

/// What the store lists of a file.
struct Held {
  std::uint64_t bytes = 0;
  std::string hash;
};
using HeldFiles = std::map<std::string, Held>;

const std::string manifest_name(archive::Manifest::file_name);

/// What rclone calls a file that it is writing: `NAME.XXXXXXXX.partial`, of which a killed one leaves some.
std::optional<std::string> name_of_part(const std::string& file) {
  constexpr std::string_view ending = ".partial";
  constexpr std::size_t digits = 8;
  if (!file.ends_with(ending) || file.size() < ending.size() + digits + 2) return std::nullopt;
  const std::size_t dot = file.size() - ending.size() - digits - 1;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const std::string_view hex = std::string_view(file).substr(dot + 1, digits);
  if (file[dot] != '.' || !std::all_of(hex.begin(), hex.end(), is_hex)) return std::nullopt;
  return file.substr(0, dot);
}

class Shipment {
 public:
  Shipment(const ShipmentOrder& order, const std::stop_token& stop) : order_(order), stop_(stop) {
    for (const CargoFile& file : cargo().files()) expected_.emplace(file.file, &file);
  }

  Shipped run() {
    if (!order_.facts.path.empty()) refuse_links(order_.facts.path, folder());
    HeldFiles held = list();
    if (held.contains(manifest_name)) return look_at_what_is_there(held);
    if (order_.was_begun) {
      clear_remains(held);
    } else {
      look_whose_it_is(held);
      if (order_.begin) order_.begin();
    }
    ship_files();
    held = list();
    look_for_all(held);
    check(held);
    ship_manifest();
    return {};
  }

 private:
  const Cargo& cargo() const { return order_.cargo; }
  std::string folder() const { return cargo().name(); }
  std::string shown(const std::string& file) const { return order_.remote.shown(folder() + "/" + file).string(); }

  HeldFiles list() const {
    HeldFiles held;
    std::string twice;
    const TakeEntry take = [&](const RemoteEntry& entry) {
      // No backup has more than twice as many files as this one: the rest is somebody else's, and is told of as such.
      if (held.size() > 2 * expected_.size() + 1000) return;
      if (!held.emplace(entry.path, Held{entry.size, entry.hash}).second) twice = entry.path;
    };
    order_.remote.list(folder(), Remote::Depth::files, order_.facts.hash, take, stop_);
    if (!twice.empty()) throw not_ours(twice, "the store lists it twice");
    return held;
  }

  Error not_ours(const std::string& file, const std::string& cause) const {
    return Error(ErrorKind::invalid_data, "ship to", shown(file), cause,
                 "Nothing is overwritten. Look at what lies there, and remove it by hand if it is of no use");
  }

  /// Whether the store's own hash, where it tells one that we have, is that of the file.
  bool has_hash_of(const Held& held, const CargoFile& file) const {
    const std::string expected = file.hash(order_.facts.hash);
    return held.hash.empty() || expected.empty() || held.hash == expected;
  }

  Shipped look_at_what_is_there(const HeldFiles& held) const {
    const auto manifest = held.find(manifest_name);
    const bool is_same = manifest->second.bytes == cargo().manifest().size() && has_our_manifest();
    if (!is_same) {
      throw Error(ErrorKind::invalid_data, "ship to", order_.remote.shown(folder()).string(),
                  "the store has another backup of this name",
                  "Nothing is overwritten. If the keys of the backup were changed by `rewrap`, the store still has it "
                  "for the former recipients. Remove it there if that is not wanted, and push again");
    }
    look_for_all(held);
    return {.outcome = Shipped::Outcome::was_there, .note = {}};
  }

  bool is_whole(const std::string& file, const Held& there) const {
    const auto expected = expected_.find(file);
    return expected != expected_.end() && there.bytes == expected->second->bytes &&
           has_hash_of(there, *expected->second);
  }

  /// Without a push of ours before, all that lies there has to be the backup's, to the byte.
  void look_whose_it_is(const HeldFiles& held) const {
    std::vector<const CargoFile*> to_read;
    for (const auto& [file, there] : held) {
      if (!expected_.contains(file)) throw not_ours(file, "it is no file of the backup");
      if (!is_whole(file, there)) throw not_ours(file, "another file of this name is there already");
      to_read.push_back(expected_.at(file));
    }
    if (to_read.empty()) return;
    const auto wrong = read_and_compare(to_read);
    if (!wrong.empty()) throw not_ours(wrong.front()->file, "another file of this name is there already");
  }

  /// Of an earlier push of ours that was interrupted: parts of files, and files that are not whole.
  void clear_remains(HeldFiles& held) const {
    for (auto entry = held.begin(); entry != held.end();) {
      const auto& [file, there] = *entry;
      const auto of = name_of_part(file);
      const bool is_part = of && (expected_.contains(*of) || *of == manifest_name);
      if (!is_part && !expected_.contains(file)) throw not_ours(file, "it is no file of the backup");
      if (!is_part && is_whole(file, there)) {
        ++entry;
        continue;
      }
      order_.remote.remove(folder() + "/" + file, stop_);
      entry = held.erase(entry);
    }
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const CargoFile& file : cargo().files()) names.push_back(file.file);
    return names;
  }

  WatchTransfers watched_by(const WatchFile& watch) const {
    if (!watch) return nullptr;
    return [&watch](const std::vector<FileTransfer>& transfers) {
      for (const FileTransfer& one : transfers) watch(one.file, one.bytes);
    };
  }

  void copy(std::vector<std::string> files, const WatchTransfers& watch) const {
    const std::filesystem::path from = cargo().folder();
    const std::string to = folder();
    order_.remote.copy(
        {.from = from, .to = to, .files = std::move(files), .has_conditions = order_.facts.has_conditions}, watch,
        stop_);
  }

  void ship_files() const {
    if (cargo().files().empty()) return;
    copy(names(), watched_by(order_.watch_shipping));
  }

  void look_for_all(const HeldFiles& held) const {
    for (const CargoFile& file : cargo().files()) {
      const auto found = held.find(file.file);
      if (found == held.end()) {
        throw Error(ErrorKind::storage, "ship", shown(file.file),
                    "it has not arrived, although rclone reported no error",
                    "rclone may be unable to write a file of this name to this store");
      }
      if (found->second.bytes != file.bytes) {
        throw Error(ErrorKind::storage, "ship", shown(file.file),
                    fmt::format("the store has {} bytes of it instead of {}", found->second.bytes, file.bytes),
                    "The next push ships it again");
      }
      if (!has_hash_of(found->second, file)) throw changed_there(file.file);
    }
  }

  Error changed_there(const std::string& file) const {
    return Error(ErrorKind::storage, "ship", shown(file), "what arrived is not what was shipped",
                 "The next push ships it again. If that does not help, the store is damaging files");
  }

  /// Reads back what has arrived: all, or what the store tells no hash of.
  void check(const HeldFiles& held) const {
    std::vector<const CargoFile*> to_read;
    for (const CargoFile& file : cargo().files()) {
      const bool is_told = !held.at(file.file).hash.empty() && !file.hash(order_.facts.hash).empty();
      if (order_.remote.settings().check == StoreSettings::Check::read || !is_told) to_read.push_back(&file);
    }
    if (to_read.empty()) return;
    const std::vector<const CargoFile*> wrong = read_and_compare(to_read);
    if (wrong.empty()) return;
    // Not what was shipped, whoever changed it: the next push is to ship it anew.
    for (const CargoFile* const file : wrong) order_.remote.remove(folder() + "/" + file->file, stop_);
    throw changed_there(wrong.front()->file);
  }

  /// Those that are not what they ought to be. A store that gave wrong bytes once may give the right ones the next
  /// time: so it is asked twice.
  std::vector<const CargoFile*> read_and_compare(const std::vector<const CargoFile*>& files) const {
    const std::vector<const CargoFile*> wrong = read_once(files);
    return wrong.empty() ? wrong : read_once(wrong);
  }

  std::vector<const CargoFile*> read_once(const std::vector<const CargoFile*>& files) const {
    const std::string kind = reading_hash(order_.remote);
    std::vector<std::string> names;
    for (const CargoFile* const file : files) names.push_back(file->file);
    const FileHashes hashes = order_.remote.read_hashes(folder(), names, kind, watched_by(order_.watch_reading), stop_);
    std::vector<const CargoFile*> wrong;
    for (const CargoFile* const file : files) {
      const auto found = hashes.find(file->file);
      if (found == hashes.end() || found->second != file->hash(kind)) wrong.push_back(file);
    }
    return wrong;
  }

  /// Asked twice as well.
  bool has_our_manifest() const {
    const auto read = [this] {
      return order_.remote.read(folder() + "/" + manifest_name, 0, cargo().manifest().size(), stop_);
    };
    return read() == cargo().manifest() || read() == cargo().manifest();
  }

  /// From here on there is a backup in the store.
  void ship_manifest() const {
    copy({manifest_name}, nullptr);
    if (has_our_manifest()) return;
    order_.remote.remove(folder() + "/" + manifest_name, stop_);
    throw changed_there(manifest_name);
  }

  const ShipmentOrder& order_;
  const std::stop_token& stop_;
  std::map<std::string, const CargoFile*> expected_;
};

}  // namespace

std::string reading_hash(const Remote& remote) {
  return std::string(remote.rclone().program().knows_our_checksum ? stream::NamedHash::of_manifests : "md5");
}

Shipped ship(const ShipmentOrder& order, const std::stop_token& stop) {
  return Shipment(order, stop).run();
}

}  // namespace mongokeep::store
