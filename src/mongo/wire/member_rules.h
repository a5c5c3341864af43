#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "extjson/bson_element.h"
#include "mongo/wire/sent_request.h"

namespace mongokeep::mongo::wire {

/// A member of an answer that drivers read, and what it has to be. Throws Error{server} where it is something else.
struct MemberRule {
  std::string_view name;
  void (*check)(const extjson::Element& member);
};

/// Those of any answer, but for `cursor`.
std::span<const MemberRule> rules_for_any();
/// Those of an answer to a greeting, and to a step of a login.
std::span<const MemberRule> rules_for(Asked asked);

/// Those of an error inside an answer: of a write, or of its write concern.
std::span<const MemberRule> rules_for_errors();

/// Which of the rules have been met, so that a member that is there twice shows: what looks for the first and what
/// walks over all would see two answers.
class MetRules {
 public:
  explicit MetRules(std::span<const MemberRule> rules) : rules_(rules) {}

  /// Checks the member, where there is a rule for it.
  void check(const extjson::Element& member);

 private:
  std::span<const MemberRule> rules_;
  std::uint64_t met_ = 0;  ///< a bit for each
};

}  // namespace mongokeep::mongo::wire
