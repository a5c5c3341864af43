#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/json/json.h"

namespace mongokeep {

/// Which members of a JSON object are read, and how. All others are passed over, whatever they hold, and none of them
/// is kept: what somebody has put into a file costs no more memory than what we have put there.
class JsonMembers {
 public:
  using TakeElement = std::function<void(const Json&)>;
  static constexpr std::size_t longest_string = 65536;  ///< bytes
  static constexpr std::size_t longest_list = 65536;    ///< elements

  /// A string of `longest_string` at most, a number, a boolean or null.
  JsonMembers& value(std::string name) { return add(std::move(name), {Kind::value, longest_string, {}, {}}); }
  /// The same, of any length.
  JsonMembers& long_value(std::string name) { return add(std::move(name), {Kind::value, std::string::npos, {}, {}}); }
  /// An array of such values, `longest_list` at most.
  JsonMembers& list(std::string name) { return add(std::move(name), {Kind::list, longest_string, {}, {}}); }
  /// Anything, which comes out as a string: its own text, on one line.
  JsonMembers& text(std::string name) { return add(std::move(name), {Kind::text, 0, {}, {}}); }
  /// An array of objects. `take` is given what each has of these members, one after the other; in the result the array
  /// is empty. What `take` throws ends the reading.
  JsonMembers& objects(std::string name, JsonMembers members, TakeElement take) {
    return add(std::move(name), {Kind::objects, 0, std::make_shared<JsonMembers>(std::move(members)), std::move(take)});
  }

 private:
  friend class MemberReader;
  enum class Kind { value, list, text, objects };
  struct Member {
    Kind kind;
    std::size_t longest;  ///< of a string, in bytes
    std::shared_ptr<const JsonMembers> members;
    TakeElement take;
  };

  JsonMembers& add(std::string name, Member member) {
    members_.emplace(std::move(name), std::move(member));
    return *this;
  }

  std::map<std::string, Member, std::less<>> members_;
};

/// What the text, one object, has of these members. Throws Error{invalid_data}: what read_json() throws, and for a
/// member of ours that is there twice or is not of its kind. Of the members that are passed over none is looked at.
Json parse_members(std::string_view text, const JsonMembers& members);

/// Gives `take` the text of each element of an array, on one line. Throws Error{invalid_data} as parse_members() does.
void for_each_element(std::string_view array, const std::function<void(std::string)>& take);

}  // namespace mongokeep
