#pragma once

#include <cstddef>
#include <string_view>

namespace mongokeep::documents {

/// Looks for the end of a JSON object, by its strings and brackets alone, in a text that grows while it looks.
class ObjectEnd {
 public:
  enum class Step {
    found,     ///< offset() is behind the object's last byte
    feed,      ///< offset() is behind a line feed within the object
    bad_feed,  ///< offset() is at a line feed within a string, where JSON has none
    more,      ///< the text ends before the object does
  };
  /// Goes on where it has come to. `text` begins with the object's `{` and is the same as before, or longer.
  Step look(std::string_view text);
  std::size_t offset() const { return offset_; }

 private:
  std::size_t offset_ = 0;
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool is_escaped_ = false;
};

}  // namespace mongokeep::documents
