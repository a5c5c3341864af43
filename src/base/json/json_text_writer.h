#pragma once

#include <string>
#include <string_view>

#include "base/json/json.h"

namespace mongokeep {

/// Writes a JSON text on one line, told its parts in their order: as json_line() would write it, but without a tree of
/// it in memory.
class JsonTextWriter {
 public:
  void open(char bracket);
  void close(char bracket) { text_ += bracket; }
  void key(std::string_view name);
  /// As JsonEvents::scalar() is told of it.
  void scalar(const Json& value, std::string_view written);

  /// What was written since the last take().
  std::string take();

 private:
  void separate();
  void quote(std::string_view value);

  std::string text_;
};

}  // namespace mongokeep
