#pragma once

#include <mongoc/mongoc.h>

#include <cstddef>
#include <string>
#include <string_view>

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo {

/// A name that a server lists: of a database, a collection or an index. Whatever comes in passes here.
struct ListedName {
  std::string text;   ///< the name; where it is faulty, what to call the thing in texts, the same for no other one
  std::string fault;  ///< why nothing can be done with it; empty where it is a name

  /// As much of it as text can carry.
  static std::string shown(std::string_view name);
};

/// The name of an entry, which is the `number`th of its listing, from 1 on. It is a string, neither empty nor missing,
/// valid UTF-8, and without NUL. What else MongoDB forbids is said by held_namespace.h: such a thing can be named at
/// least.
ListedName listed_name(const bson_t& entry, const char* noun, std::size_t number);
/// The same of an element of a list, which may be no document at all.
ListedName listed_name(const bson_iter_t& element, const char* noun, std::size_t number);

}  // namespace mongokeep::mongo
