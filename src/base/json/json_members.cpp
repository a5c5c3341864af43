#include "base/json/json_members.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/json/json_events.h"
#include "base/json/json_text_writer.h"

namespace mongokeep {

/// Follows the events with a stack of what is read into. A value that is passed over, made a text of or gathered in a
/// list is followed by its depth alone.
class MemberReader final : public JsonEvents {
 public:
  explicit MemberReader(const JsonMembers& members) : root_(members) {}

  void scalar(Json value, std::string_view written) override {
    switch (way_) {
      case Way::skip: return end_of_value();
      case Way::text: writer_.scalar(value, written); return end_of_value();
      case Way::list: return add_to_list(std::move(value));
      case Way::members: break;
    }
    expect_member();
    if (wanted_ == nullptr) return;
    switch (wanted_->kind) {
      case Kind::value: check_length(value); return keep(std::move(value));
      case Kind::text: writer_.scalar(value, written); return keep(writer_.take());
      case Kind::list:
      case Kind::objects: throw wrong(name_, "it is not an array");
    }
  }

  void begin_object() override {
    if (way_ == Way::list) throw wrong(name_, "one of its elements is an object");
    if (way_ != Way::members) return go_into('{');
    if (open_.empty()) return open_.push_back({&root_});
    if (open_.back().elements != nullptr) return open_.push_back({open_.back().elements->members.get()});
    if (wanted_ == nullptr) return begin(Way::skip, '{');
    if (wanted_->kind != Kind::text) throw wrong(name_, "it is an object");
    begin(Way::text, '{');
  }

  void key(std::string name) override {
    if (way_ == Way::text) writer_.key(name);
    if (way_ != Way::members) return;
    const auto& members = open_.back().members->members_;
    const auto found = members.find(name);
    wanted_ = found == members.end() ? nullptr : &found->second;
    if (wanted_ == nullptr) return;
    if (open_.back().found.contains(name)) throw wrong(name, "it is there twice");
    name_ = std::move(name);
  }

  void end_object() override {
    if (way_ != Way::members) return come_out_of('}');
    Json found = std::move(open_.back().found);
    open_.pop_back();
    if (open_.empty()) {
      result_ = std::move(found);
    } else {
      open_.back().elements->take(found);
    }
  }

  void begin_array() override {
    if (way_ == Way::list) throw wrong(name_, "one of its elements is an array");
    if (way_ != Way::members) return go_into('[');
    expect_member();
    if (wanted_ == nullptr) return begin(Way::skip, '[');
    switch (wanted_->kind) {
      case Kind::value: throw wrong(name_, "it is an array");
      case Kind::text: return begin(Way::text, '[');
      case Kind::list: list_ = Json::array(); return begin(Way::list, '[');
      case Kind::objects: keep(Json::array()); return open_.push_back({nullptr, wanted_, name_});
    }
  }

  void end_array() override {
    if (way_ != Way::members) return come_out_of(']');
    open_.pop_back();
  }

  Json take() { return std::move(result_); }

 private:
  using Kind = JsonMembers::Kind;
  /// What becomes of the events.
  enum class Way { members, skip, text, list };

  /// An object whose members are read, or an array of such.
  struct Open {
    const JsonMembers* members = nullptr;
    const JsonMembers::Member* elements = nullptr;
    std::string name = {};  ///< of the array
    Json found = Json::object();
  };

  static Error wrong(std::string_view member, std::string_view cause) {
    return not_json(fmt::format("`{}`: {}", member, cause));
  }

  /// What comes is neither the whole text nor an element of ours.
  void expect_member() const {
    if (open_.empty()) throw not_json("it is not an object");
    if (open_.back().elements != nullptr) throw wrong(open_.back().name, "one of its elements is not an object");
  }

  void begin(Way way, char bracket) {
    way_ = way;
    depth_ = 0;
    go_into(bracket);
  }

  void go_into(char bracket) {
    ++depth_;
    if (way_ == Way::text) writer_.open(bracket);
  }

  void come_out_of(char bracket) {
    --depth_;
    if (way_ == Way::text) writer_.close(bracket);
    end_of_value();
  }

  /// Where the value that was followed has ended, members are read again.
  void end_of_value() {
    if (depth_ > 0) return;
    const Way done = std::exchange(way_, Way::members);
    if (done == Way::text) keep(writer_.take());
    if (done == Way::list) keep(std::move(list_));
  }

  void add_to_list(Json value) {
    check_length(value);
    if (list_.size() == JsonMembers::longest_list) {
      throw wrong(name_, fmt::format("it has more than {} elements", JsonMembers::longest_list));
    }
    list_.push_back(std::move(value));
  }

  void check_length(const Json& value) const {
    if (!value.is_string() || value.get_ref<const std::string&>().size() <= wanted_->longest) return;
    throw wrong(name_, fmt::format("it is longer than {} bytes", wanted_->longest));
  }

  void keep(Json value) { open_.back().found[name_] = std::move(value); }

  const JsonMembers& root_;
  std::vector<Open> open_;
  const JsonMembers::Member* wanted_ = nullptr;  ///< whose value comes next; null: one that is passed over
  std::string name_;                             ///< its name
  Way way_ = Way::members;
  int depth_ = 0;
  Json list_;
  JsonTextWriter writer_;
  Json result_;
};

namespace {

class ElementTexts final : public JsonEvents {
 public:
  explicit ElementTexts(const std::function<void(std::string)>& take) : take_(take) {}

  void scalar(Json value, std::string_view written) override {
    if (depth_ == 0) throw not_json("it is not an array");
    writer_.scalar(value, written);
    end_of_value();
  }
  void begin_object() override {
    if (depth_++ == 0) throw not_json("it is not an array");
    writer_.open('{');
  }
  void key(std::string name) override { writer_.key(name); }
  void end_object() override { close('}'); }
  void begin_array() override {
    if (depth_++ > 0) writer_.open('[');
  }
  void end_array() override {
    if (depth_ > 1) return close(']');
    depth_ = 0;
  }

 private:
  void close(char bracket) {
    --depth_;
    writer_.close(bracket);
    end_of_value();
  }
  void end_of_value() {
    if (depth_ == 1) take_(writer_.take());
  }

  const std::function<void(std::string)>& take_;
  int depth_ = 0;
  JsonTextWriter writer_;
};

}  // namespace

Json parse_members(std::string_view text, const JsonMembers& members) {
  MemberReader reader(members);
  read_json(text, reader);
  return reader.take();
}

void for_each_element(std::string_view array, const std::function<void(std::string)>& take) {
  ElementTexts elements(take);
  read_json(array, elements);
}

}  // namespace mongokeep
