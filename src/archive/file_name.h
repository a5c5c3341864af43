#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::archive {

// File-system names for collections and databases (docs/backup-format.md, "File names"). Nothing else knows the
// form; there is no way back from a name but the manifest.
//
// A byte that is unsafe or reserved is written as `%` and two upper-case hex digits: `/` `\` `:` `*` `?` `"` `<` `>`
// `|` `%`, control characters, bytes that are not UTF-8, a dot or space at the beginning or the end, the first letter
// of what Windows keeps for devices (`con`), the last dot of a name that ends like our own suffixes (`.json`, `.zst`,
// `.age`), and the first letter of `manifest`. Of names that differ by case (A–Z) alone, the upper-case letters are
// written so too. A name too long for a file system is cut and ends in `~` and 32 hex digits, the XXH3-128 of its true
// bytes.

/// Encodes the names of one folder, in their order. Every result is unique, also where the file system takes A–Z for
/// a–z, and depends on the set of names alone.
std::vector<std::string> encode_names(const std::vector<std::string>& names);

/// What was done to a text on its way to its file, as the suffixes say, in this order.
struct FileForm {
  bool is_compressed = false;  ///< `.zst`
  bool is_encrypted = false;   ///< `.age`

  bool is_plain() const { return !is_compressed && !is_encrypted; }
  bool operator==(const FileForm&) const = default;
};

/// The file of a collection whose encoded name is given: `users` → `users.json`, `users.json.zst.age`.
std::string collection_file(std::string_view encoded, FileForm form);

/// Where a file of a backup lies, by what the manifest calls it: `shop/users.json` in the folder of the database
/// `shop`.
struct FilePlace {
  std::string folder;  ///< empty: the backup's own
  std::string name;
};
FilePlace place_of(std::string_view file);

/// What the suffixes of any file say.
FileForm form_of(std::string_view file);

/// A file's name without the suffixes of its form: `users.json.zst.age` → `users.json`.
std::string_view unpacked_name(std::string_view file);

/// The name that such a file has while it is being written: hidden, so that no collection can have it.
std::string unfinished_file(std::string_view file);

}  // namespace mongokeep::archive
