#include "plan.h"

#include <cerrno>
#include <charconv>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace mongokeep::faults {

namespace {

const std::map<std::string_view, Plan::Action> actions = {
    {"count", Plan::Action::count}, {"record", Plan::Action::record}, {"kill", Plan::Action::kill},
    {"stop", Plan::Action::stop},   {"torn", Plan::Action::tear},     {"short", Plan::Action::cut},
    {"fail", Plan::Action::fail},   {"lie", Plan::Action::lie},
};

const std::map<std::string_view, int> errors = {
    {"OK", 0},
    {"EPERM", EPERM},
    {"ENOENT", ENOENT},
    {"EINTR", EINTR},
    {"EIO", EIO},
    {"EBADF", EBADF},
    {"EAGAIN", EAGAIN},
    {"ENOMEM", ENOMEM},
    {"EACCES", EACCES},
    {"EBUSY", EBUSY},
    {"EEXIST", EEXIST},
    {"EXDEV", EXDEV},
    {"ENODEV", ENODEV},
    {"ENOTDIR", ENOTDIR},
    {"EISDIR", EISDIR},
    {"EINVAL", EINVAL},
    {"ENFILE", ENFILE},
    {"EMFILE", EMFILE},
    {"EFBIG", EFBIG},
    {"ENOSPC", ENOSPC},
    {"EROFS", EROFS},
    {"EMLINK", EMLINK},
    {"EPIPE", EPIPE},
    {"ENAMETOOLONG", ENAMETOOLONG},
    {"ENOLCK", ENOLCK},
    {"ENOSYS", ENOSYS},
    {"ENOTEMPTY", ENOTEMPTY},
    {"ELOOP", ELOOP},
    {"EOVERFLOW", EOVERFLOW},
    {"EOPNOTSUPP", EOPNOTSUPP},
    {"EDQUOT", EDQUOT},
    {"ESTALE", ESTALE},
    {"ENOBUFS", ENOBUFS},
    {"ECONNRESET", ECONNRESET},
    {"ECONNREFUSED", ECONNREFUSED},
    {"ENETUNREACH", ENETUNREACH},
    {"ETIMEDOUT", ETIMEDOUT},
    {"EHOSTUNREACH", EHOSTUNREACH},
};

[[noreturn]] void refuse(std::string_view text) {
  throw std::invalid_argument("not a plan: " + std::string(text));
}

std::vector<std::string_view> split(std::string_view text, char between) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(between, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::uint64_t number_of(std::string_view word, std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) refuse(text);
  return number;
}

Plan parse_plan(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ':');
  const auto action = actions.find(words[0]);
  if (action == actions.end()) refuse(text);
  Plan plan;
  plan.action = action->second;
  if (plan.action == Plan::Action::count || plan.action == Plan::Action::record) {
    if (words.size() != 1) refuse(text);
    return plan;
  }
  if (words.size() < 2) refuse(text);
  plan.call = words[1];
  std::size_t used = 2;
  if (plan.action == Plan::Action::tear || plan.action == Plan::Action::cut) {
    if (words.size() <= used) refuse(text);
    plan.size = number_of(words[used++], text);
  } else if (plan.action != Plan::Action::kill && plan.action != Plan::Action::stop) {
    const auto error = words.size() > used ? errors.find(words[used++]) : errors.end();
    if (error == errors.end()) refuse(text);
    plan.error = error->second;
  }
  if (words.size() > used) {
    plan.is_behind = plan.action == Plan::Action::kill && words[used] == "behind";
    plan.is_for_good =
        (plan.action == Plan::Action::fail || plan.action == Plan::Action::lie) && words[used] == "forever";
    if (!plan.is_behind && !plan.is_for_good) refuse(text);
    ++used;
  }
  if (words.size() != used) refuse(text);
  return plan;
}

}  // namespace

std::vector<Plan> parse_plans(std::string_view text) {
  std::vector<Plan> plans;
  for (const std::string_view word : split(text, ',')) plans.push_back(parse_plan(word));
  return plans;
}

}  // namespace mongokeep::faults
