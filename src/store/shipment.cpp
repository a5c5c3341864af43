#include "store/shipment.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "archive/manifest.h"
#include "mongokeep/error.h"
#include "store/local_links.h"
#include "store/shipment_mark.h"
#include "store/side_by_side.h"
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

/// A mark names each file once: 2,000 of them have some 100 kB.
constexpr std::size_t longest_mark = RemovalNote::longest;

/// How many files are shipped at a time. Large ones fill the line as they are, and rclone holds some 50 MiB for each.
int at_a_time(const Cargo& cargo, const RemoteFacts& facts) {
  constexpr std::uint64_t small = std::uint64_t{1} << 20U;
  constexpr int of_large = 4;
  constexpr int of_small = 8;
  std::uint64_t bytes = 0;
  for (const CargoFile& file : cargo.files()) bytes += file.bytes;
  // Elsewhere each takes a connection of its own, of which a server may allow few.
  return facts.has_objects && bytes < small * cargo.files().size() ? of_small : of_large;
}

class Shipment {
 public:
  Shipment(const ShipmentOrder& order, const std::stop_token& stop) : order_(order), stop_(stop) {
    for (const CargoFile& file : cargo().files()) expected_.emplace(file.file, &file);
  }

  Shipped run() {
    if (!order_.facts.path.empty()) refuse_links(order_.facts.path, folder());
    HeldFiles held;
    std::optional<ShipmentMark> mark;
    side_by_side([&] { held = list(); }, [&](const std::stop_token& stop) { mark = read_mark(stop); }, stop_);
    const bool is_marked = mark && mark->root == order_.root_id;
    if (held.contains(manifest_name)) {
      if (has_our_manifest()) return finish(std::move(held), is_marked);
      // Torn, where a push of ours was killed as it put it there.
      if (!is_marked || is_a_manifest()) throw another_backup();
      order_.remote.remove(folder() + "/" + manifest_name, stop_);
      held.erase(manifest_name);
    }
    if (mark && !is_marked) throw somebody_else();
    if (is_marked) {
      learn_hashes(held);
      clear_remains(held, *mark);
    } else {
      look_whose_it_is(held);
      write_mark();
    }
    ship_files();
    check();
    ship_manifest();
    remove_mark();
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
    order_.remote.list(folder(), Remote::Depth::files, knows_hashes() ? order_.facts.hash : "", take, stop_);
    if (!twice.empty()) throw not_ours(twice, "the store lists it twice");
    return held;
  }

  /// Whether the store has the hashes at hand. Others reckon them, and read for that whatever lies there, also a file
  /// that takes days: so sizes are looked at first.
  bool knows_hashes() const { return order_.facts.has_objects; }
  bool goes_by_hash() const { return order_.remote.settings().check == StoreSettings::Check::hash; }

  /// What is not as long as it ought to be has none.
  void learn_hashes(HeldFiles& held) const {
    if (knows_hashes() || order_.facts.hash.empty()) return;
    std::vector<std::string> files;
    for (const auto& [file, there] : held) {
      const auto expected = expected_.find(file);
      if (expected != expected_.end() && there.bytes == expected->second->bytes) files.push_back(file);
    }
    const TakeEntry take = [&](const RemoteEntry& entry) {
      if (const auto found = held.find(entry.path); found != held.end()) found->second.hash = entry.hash;
    };
    order_.remote.list_files(folder(), files, order_.facts.hash, take, stop_);
  }

  HeldFiles list_to_check() const {
    HeldFiles held = list();
    // Otherwise all of it is read back.
    if (goes_by_hash()) learn_hashes(held);
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

  Error another_backup() const {
    return Error(
        ErrorKind::invalid_data, "ship to", order_.remote.shown(folder()).string(),
        "the store has another backup of this name",
        "Nothing is overwritten. If the one there was made by another machine, or before this one was set up "
        "anew, keep it, and move the one here out of the root. If its keys were changed by `rewrap`, the store "
        "still has it for the former recipients: remove it there if that is not wanted, and push again");
  }

  Error somebody_else() const {
    return Error(ErrorKind::invalid_data, "ship to", order_.remote.shown(folder()).string(),
                 "another root is shipping a backup of this name there",
                 "Give each machine a folder of its own in the store. If nobody else ships there, remove " +
                     order_.remote.shown(ShipmentMark::file_name_for(folder())).string() + " and that folder by hand");
  }

  std::optional<ShipmentMark> read_mark(const std::stop_token& stop) const {
    const std::string file = ShipmentMark::file_name_for(folder());
    const auto text = order_.remote.read_if_there(file, longest_mark, stop);
    if (!text) return std::nullopt;
    try {
      return ShipmentMark::parse(*text, folder());
    } catch (const Error&) {
      // Of nobody that we know, which is said of it.
      return ShipmentMark{};
    }
  }

  /// On the store before the first file: who finds half of a backup there knows whose that is.
  void write_mark() const {
    const ShipmentMark mark{.root = order_.root_id, .files = {.backup = folder(), .files = names()}};
    order_.remote.write(ShipmentMark::file_name_for(folder()), mark.text(), stop_);
    check_mark(stop_);
  }

  /// Two roots may have begun at the same time: one of them has lost.
  void check_mark(const std::stop_token& stop) const {
    const auto mark = read_mark(stop);
    if (!mark || mark->root != order_.root_id) throw somebody_else();
  }

  /// A key that cannot delete leaves it there. It says no more than who has shipped the backup.
  void remove_mark() const {
    try {
      order_.remote.remove(ShipmentMark::file_name_for(folder()), stop_);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
    }
  }

  /// Of a backup whose manifest is there: what is missing is shipped, and all is looked at.
  Shipped finish(HeldFiles held, bool is_marked) const {
    const bool lacks_some = std::any_of(cargo().files().begin(), cargo().files().end(),
                                        [&](const CargoFile& file) { return !held.contains(file.file); });
    if (lacks_some) {
      ship_files();
      held = list();
    }
    if (goes_by_hash()) learn_hashes(held);
    for (const CargoFile& file : cargo().files()) {
      const auto found = held.find(file.file);
      if (found == held.end() || !is_whole(file.file, found->second)) throw damaged_there(file.file);
    }
    const auto wrong = read_and_compare(files_to_read(held));
    if (!wrong.empty()) throw damaged_there(wrong.front()->file);
    if (is_marked) remove_mark();
    return {.outcome = lacks_some ? Shipped::Outcome::arrived : Shipped::Outcome::was_there};
  }

  Error damaged_there(const std::string& file) const {
    return Error(ErrorKind::damaged, "rely on", shown(file), "the store's copy is not what its manifest says",
                 "Nothing is overwritten. Remove " + order_.remote.shown(folder()).string() + " there, and push again");
  }

  /// Whether what lies there in its place can be read as a manifest, whosever it is. No part of ours is longer than it.
  bool is_a_manifest() const {
    const std::string file = folder() + "/" + manifest_name;
    const std::size_t longest = cargo().manifest().size();
    const std::string text = order_.remote.read(file, 0, longest + 1, stop_);
    if (text.size() > longest) return true;
    if (text.empty()) return false;
    try {
      archive::parse_brief_manifest(text, order_.remote.shown(file).string(), [](std::string_view, std::uint64_t) {});
      return true;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::damaged) throw;
      return false;
    }
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

  /// Of an earlier push of ours that was interrupted: parts of files, files that are not whole, and what the backup had
  /// before its keys were changed.
  void clear_remains(HeldFiles& held, const ShipmentMark& mark) const {
    for (auto entry = held.begin(); entry != held.end();) {
      const auto& [file, there] = *entry;
      if (is_whole(file, there)) {
        ++entry;
        continue;
      }
      if (!mark.covers(file)) throw not_ours(file, "it is no file of the backup");
      order_.remote.remove(folder() + "/" + file, stop_);
      entry = held.erase(entry);
    }
    const std::vector<std::string> now = names();
    if (std::set(now.begin(), now.end()) != std::set(mark.files.files.begin(), mark.files.files.end())) write_mark();
  }

  void look_for_strangers(const HeldFiles& held) const {
    for (const auto& [file, there] : held) {
      if (!expected_.contains(file)) throw not_ours(file, "it is no file of the backup");
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

  void copy(std::vector<std::string> files, Remote::Find find, const WatchTransfers& watch) const {
    const std::filesystem::path from = cargo().folder();
    const std::string to = folder();
    order_.remote.copy({.from = from,
                        .to = to,
                        .files = std::move(files),
                        .has_conditions = order_.facts.has_conditions,
                        .find = find,
                        .at_a_time = at_a_time(cargo(), order_.facts)},
                       watch, stop_);
  }

  void ship_files() const {
    if (cargo().files().empty()) return;
    copy(names(), Remote::Find::by_list, watched_by(order_.watch_shipping));
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

  /// Whether all has arrived, and nothing else: by what the store lists, and by reading back all, or what it tells no
  /// hash of. Then whether it is still we who ship there.
  void check() const {
    HeldFiles held;
    const auto look = [&] {
      held = list_to_check();
      look_for_all(held);
      look_for_strangers(held);
    };
    if (order_.remote.settings().check == StoreSettings::Check::read) {
      std::vector<const CargoFile*> wrong;
      side_by_side(
          look, [&](const std::stop_token& stop) { wrong = read_once(all(), Remote::Find::by_list, stop); }, stop_);
      refuse(wrong.empty() ? wrong : read_once(wrong, Remote::Find::one_by_one, stop_));
      return check_mark(stop_);
    }
    side_by_side(
        look, [&](const std::stop_token& stop) { check_mark(stop); }, stop_);
    const std::vector<const CargoFile*> untold = files_to_read(held);
    if (untold.empty()) return;
    refuse(read_and_compare(untold));
    check_mark(stop_);
  }

  /// Of what has arrived.
  void refuse(const std::vector<const CargoFile*>& wrong) const {
    if (wrong.empty()) return;
    // Not what was shipped, whoever changed it: the next push is to ship it anew.
    for (const CargoFile* const file : wrong) order_.remote.remove(folder() + "/" + file->file, stop_);
    throw changed_there(wrong.front()->file);
  }

  std::vector<const CargoFile*> all() const {
    std::vector<const CargoFile*> all;
    for (const CargoFile& file : cargo().files()) all.push_back(&file);
    return all;
  }

  std::vector<const CargoFile*> files_to_read(const HeldFiles& held) const {
    std::vector<const CargoFile*> to_read;
    for (const CargoFile& file : cargo().files()) {
      const bool is_told = !held.at(file.file).hash.empty() && !file.hash(order_.facts.hash).empty();
      if (!goes_by_hash() || !is_told) to_read.push_back(&file);
    }
    return to_read;
  }

  /// Those that are not what they ought to be. A store that gave wrong bytes once may give the right ones the next
  /// time: so it is asked twice.
  std::vector<const CargoFile*> read_and_compare(const std::vector<const CargoFile*>& files) const {
    if (files.empty()) return {};
    const std::vector<const CargoFile*> wrong = read_once(files, Remote::Find::one_by_one, stop_);
    return wrong.empty() ? wrong : read_once(wrong, Remote::Find::one_by_one, stop_);
  }

  std::vector<const CargoFile*> read_once(const std::vector<const CargoFile*>& files, Remote::Find find,
                                          const std::stop_token& stop) const {
    if (files.empty()) return {};
    const std::string kind = reading_hash(order_.remote);
    std::vector<std::string> names;
    for (const CargoFile* const file : files) names.push_back(file->file);
    const FileHashes hashes =
        order_.remote.read_hashes(folder(), names, find, kind, watched_by(order_.watch_reading), stop);
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
      return order_.remote.read_in(folder(), manifest_name, cargo().manifest().size() + 1, stop_);
    };
    return read() == cargo().manifest() || read() == cargo().manifest();
  }

  /// From here on there is a backup in the store.
  void ship_manifest() const {
    copy({manifest_name}, Remote::Find::one_by_one, nullptr);
    if (has_our_manifest()) return;
    // Somebody else's that has come there meanwhile stays.
    if (is_a_manifest()) throw another_backup();
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
