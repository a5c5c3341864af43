#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::store {

/// One thing that a store lists.
struct RemoteEntry {
  std::string path;  ///< relative to what was listed, `/` between the parts; whatever the store says
  std::uint64_t size = 0;
  bool is_folder = false;
  std::string hash;  ///< in hex, of the kind that was asked for; empty: the store tells none
};

/// Told of each entry, in no order.
using TakeEntry = std::function<void(RemoteEntry)>;

/// Reads what `rclone lsjson` prints, line by line: each entry stands on a line of its own (rclone.org/commands).
class ListingReader {
 public:
  /// A store that lists for ever ends here: nobody takes so many.
  static constexpr std::size_t most_lines = 2'000'000;
  static constexpr std::uint64_t most_bytes = std::uint64_t{1} << 30U;
  /// Of one path, in bytes: the longest that a system takes, and four times as long as S3 has it.
  static constexpr std::size_t longest_path = 4096;

  explicit ListingReader(TakeEntry take) : take_(std::move(take)) {}

  /// One line without its line feed. Throws Error{invalid_data} for what lsjson does not print.
  void take_line(std::string_view line);
  /// Whether the whole list was there: rclone ends it with a bracket.
  bool is_whole() const { return is_ended_; }

 private:
  TakeEntry take_;
  std::size_t lines_ = 0;
  bool is_begun_ = false;
  bool is_ended_ = false;
};

/// Files of a store, sorted by path, in little memory: 44 MiB at most.
class RemoteFiles {
 public:
  /// What all paths together may have, in bytes: 2,000 collections of a year's nights have 26 MB.
  static constexpr std::size_t most_text = std::size_t{28} << 20U;
  static constexpr std::size_t most_files = 1'000'000;

  struct File {
    std::string_view path;
    std::uint64_t size;
  };

  /// False beyond those bounds: it was not added. Not after sort().
  [[nodiscard]] bool add(const RemoteEntry& entry);
  void sort();

  std::size_t count() const { return entries_.size(); }
  File at(std::size_t index) const;
  /// The first file whose path is not before `path`.
  std::size_t lower_bound(std::string_view path) const;

 private:
  /// Blocks, since one text would be twice as large while it grows.
  static constexpr std::size_t block_size = std::size_t{1} << 20U;
  static_assert(ListingReader::longest_path <= block_size && ListingReader::longest_path <= UINT16_MAX);

  struct Entry {
    std::uint32_t place;  ///< of its path: the block's number, and where it is in the block
    std::uint16_t length;
    std::uint64_t size;
  };

  std::string_view path_of(const Entry& entry) const;

  std::vector<std::string> blocks_;
  std::vector<Entry> entries_;
};

}  // namespace mongokeep::store
