#include "base/json/json_events.h"

#include <fmt/format.h>

#include <utility>

#include "base/text/cut_text.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

/// In bytes.
constexpr std::size_t longest_cause = 300;

/// Hands the library's events on, and counts levels. The library itself takes one bit for a level.
class BoundedEvents final : public nlohmann::json_sax<Json> {
 public:
  explicit BoundedEvents(JsonEvents& events, int levels_above) : events_(events), depth_(levels_above) {}

  bool null() override { return scalar(nullptr); }
  bool boolean(bool value) override { return scalar(value); }
  bool number_integer(std::int64_t value) override { return scalar(value); }
  bool number_unsigned(std::uint64_t value) override { return scalar(value); }
  bool number_float(double value, const std::string& written) override { return scalar(value, written); }
  bool string(std::string& value) override { return scalar(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override {
    go_deeper();
    events_.begin_object();
    return true;
  }
  bool key(std::string& name) override {
    events_.key(std::move(name));
    return true;
  }
  bool end_object() override {
    --depth_;
    events_.end_object();
    return true;
  }
  bool start_array(std::size_t) override {
    go_deeper();
    events_.begin_array();
    return true;
  }
  bool end_array() override {
    --depth_;
    events_.end_array();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception& error) override {
    // The library shows what it has read of a string, which may be all of the text.
    throw not_json(cut_text(json_cause(error), longest_cause));
  }

 private:
  bool scalar(Json value, std::string_view written = {}) {
    events_.scalar(std::move(value), written);
    return true;
  }

  void go_deeper() {
    if (++depth_ > deepest_json) throw not_json(fmt::format("it is nested more than {} levels deep", deepest_json));
  }

  JsonEvents& events_;
  int depth_;
};

class NoEvents final : public JsonEvents {
 public:
  void scalar(Json, std::string_view) override {}
  void begin_object() override {}
  void key(std::string) override {}
  void end_object() override {}
  void begin_array() override {}
  void end_array() override {}
};

void read(std::string_view text, JsonEvents& events, int levels_above) {
  // The library passes it over.
  if (text.starts_with("\xEF\xBB\xBF")) throw not_json("it begins with a byte order mark");
  BoundedEvents bounded(events, levels_above);
  Json::sax_parse(text.begin(), text.end(), &bounded);
}

}  // namespace

void read_json(std::string_view text, JsonEvents& events) {
  read(text, events, 0);
}

void check_json(std::string_view value, int levels_above) {
  NoEvents nobody;
  read(value, nobody, levels_above);
}

}  // namespace mongokeep
