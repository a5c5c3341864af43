#include "base/json/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/json/json_events.h"
#include "base/json/json_text_writer.h"

namespace mongokeep {

namespace {

/// Makes the value that a text stands for. The library's own way looks at all earlier members for each one.
class TreeBuilder final : public JsonEvents {
 public:
  void scalar(Json value, std::string_view) override { add(std::move(value)); }
  void begin_object() override { open_.push_back(add(Json::object())); }
  void key(std::string name) override { key_ = std::move(name); }
  void end_object() override {
    refuse_twins();
    open_.pop_back();
  }
  void begin_array() override { open_.push_back(add(Json::array())); }
  void end_array() override { open_.pop_back(); }

  Json take() { return std::move(root_); }

 private:
  /// Where the value has come to lie, for as long as nothing comes behind it.
  Json* add(Json value) {
    if (open_.empty()) return &(root_ = std::move(value));
    if (open_.back()->is_array()) return &open_.back()->get_ref<Json::array_t&>().emplace_back(std::move(value));
    return &open_.back()->get_ref<Json::object_t&>().emplace_back(std::move(key_), std::move(value)).second;
  }

  void refuse_twins() const {
    std::vector<std::string_view> keys;
    for (const auto& [key, value] : open_.back()->get_ref<const Json::object_t&>()) keys.emplace_back(key);
    std::sort(keys.begin(), keys.end());
    const auto twin = std::adjacent_find(keys.begin(), keys.end());
    if (twin != keys.end()) throw not_json(fmt::format("the member {} is there twice", json_line(*twin)));
  }

  Json root_;
  std::vector<Json*> open_;
  std::string key_;
};

class TextEvents final : public JsonEvents {
 public:
  void scalar(Json value, std::string_view written) override { writer_.scalar(value, written); }
  void begin_object() override { writer_.open('{'); }
  void key(std::string name) override { writer_.key(name); }
  void end_object() override { writer_.close('}'); }
  void begin_array() override { writer_.open('['); }
  void end_array() override { writer_.close(']'); }

  std::string take() { return writer_.take(); }

 private:
  JsonTextWriter writer_;
};

const Json& member_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) throw not_json(fmt::format("`{}` is missing", key));
  return *found;
}

std::string written(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Json parse_json(std::string_view text) {
  TreeBuilder tree;
  read_json(text, tree);
  return tree.take();
}

std::string compact_json(std::string_view text) {
  TextEvents line;
  read_json(text, line);
  return line.take();
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

std::string json_line(const Json& json) {
  return written(json, -1);
}

std::string json_text(const Json& json) {
  return written(json, 2) + "\n";
}

std::string json_cause(const Json::exception& error) {
  const std::string_view text = error.what();
  return std::string(text.substr(text.find(']') + 2));
}

Error not_json(const std::string& cause) {
  return Error(ErrorKind::invalid_data, "read", "a JSON text", cause);
}

std::uint64_t whole_number_at(const Json& object, const char* key, std::uint64_t highest) {
  const Json& value = member_at(object, key);
  if (value.is_number_unsigned() && value.get<std::uint64_t>() <= highest) return value.get<std::uint64_t>();
  throw not_json(fmt::format("`{}` is not a whole number from 0 to {}", key, highest));
}

std::string string_at(const Json& object, const char* key) {
  const Json& value = member_at(object, key);
  if (value.is_string()) return value.get<std::string>();
  throw not_json(fmt::format("`{}` is not a string", key));
}

std::string string_or_none_at(const Json& object, const char* key) {
  return object.contains(key) ? string_at(object, key) : std::string();
}

bool boolean_at(const Json& object, const char* key) {
  const Json& value = member_at(object, key);
  if (value.is_boolean()) return value.get<bool>();
  throw not_json(fmt::format("`{}` is neither true nor false", key));
}

bool is_true_at(const Json& object, const char* key) {
  return object.contains(key) && boolean_at(object, key);
}

}  // namespace mongokeep
