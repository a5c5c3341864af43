#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json/json.h"

namespace mongokeep {

/// Is told of a JSON text part by part, in its order, while it is read. What it throws ends the reading.
class JsonEvents {
 public:
  JsonEvents() = default;
  JsonEvents(const JsonEvents&) = delete;
  JsonEvents& operator=(const JsonEvents&) = delete;
  virtual ~JsonEvents() = default;

  /// A string, a number, `true`, `false` or `null`. `written` is how a number with a fraction, an exponent or too many
  /// digits stands in the text; empty for all others.
  virtual void scalar(Json value, std::string_view written) = 0;
  virtual void begin_object() = 0;
  /// Of the member whose value comes next.
  virtual void key(std::string name) = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
};

/// Reads a text, which has to be one JSON value. No more of it is held at a time than one string, or brackets and
/// commas with nothing else between them. Throws Error{invalid_data} that says what is wrong where: what is no JSON
/// (RFC 8259), bytes that are not UTF-8, half a surrogate pair, a number that no double holds, anything behind the
/// value, and more levels than `deepest_json`.
void read_json(std::string_view text, JsonEvents& events);

/// Throws what read_json() would throw for a text that has this value at the given depth.
void check_json(std::string_view value, int levels_above);

}  // namespace mongokeep
