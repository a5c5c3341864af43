#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "end_to_end/scene.h"

namespace mongokeep::test {

/// What `mongokeep check --json` has said.
class Checked {
 public:
  explicit Checked(ProgramResult result) : result_(std::move(result)) {
    if (result_.output.empty()) {
      ADD_FAILURE() << "nothing was printed: " << result_.error;
      return;
    }
    json_ = Json::parse(result_.output);
  }

  const ProgramResult& result() const { return result_; }
  std::optional<int> exit_code() const { return result_.exit_code; }
  std::string status() const { return json_.at("status"); }

  /// The findings of the topic with this verdict, a line each; the hint behind it.
  std::string lines(const std::string& topic, const std::string& verdict) const {
    std::string text;
    for (const Json& one : json_.at("findings")) {
      if (one.at("topic") != topic || one.at("verdict") != verdict) continue;
      text += one.at("finding").get<std::string>() + "\n";
      if (one.at("hint").is_string()) text += "  " + one.at("hint").get<std::string>() + "\n";
    }
    return text;
  }
  /// The topics in their order, each once.
  std::vector<std::string> topics() const {
    std::vector<std::string> topics;
    for (const Json& one : json_.at("findings")) {
      const std::string topic = one.at("topic");
      if (topics.empty() || topics.back() != topic) topics.push_back(topic);
    }
    return topics;
  }

 private:
  ProgramResult result_;
  Json json_;
};

/// `mongokeep check` over a scene.
class CheckTest : public testing::TestWithParam<ServerKind> {
 protected:
  ProgramCall call_to(const std::string& uri, const std::vector<std::string>& more = {}) const {
    ProgramCall call = scene_.backup_call_to(uri, more);
    call.arguments.front() = "check";
    return call;
  }
  Checked check_to(const std::string& uri, const std::vector<std::string>& more = {}) const {
    ProgramCall call = call_to(uri, more);
    call.arguments.emplace_back("--json");
    return Checked(run_program(call));
  }
  Checked check(const std::vector<std::string>& more = {}) const { return check_to(scene_.uri(), more); }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

}  // namespace mongokeep::test
