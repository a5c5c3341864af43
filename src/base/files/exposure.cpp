#include "base/files/exposure.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "base/files/account_name.h"
#include "base/files/given_file.h"
#include "base/text/shell_word.h"

namespace mongokeep {

namespace {

namespace fs = std::filesystem;
using Facts = struct stat;

std::optional<Facts> facts_of(const fs::path& path) {
  Facts facts{};
  if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
  return facts;
}

bool is_foreign(const Facts& facts) {
  return facts.st_uid != ::geteuid() && facts.st_uid != 0 && !is_unmapped_user(facts.st_uid);
}

std::string mode_text(const Facts& facts) {
  return fmt::format("mode {:04o}", facts.st_mode & 07777U);
}

/// Nothing that a command would take for a flag.
std::string word(const fs::path& path) {
  const std::string text = path.string();
  return shell_word(text.starts_with('-') ? "./" + text : text);
}

constexpr const char* everybody = "every user of this machine";

/// Before a command that only the owner can give, where that is not us.
std::string as_owner(const Facts& facts) {
  return facts.st_uid == ::geteuid() || ::geteuid() == 0 ? "" : "As root: ";
}

bool is_our_group(gid_t group) {
  if (group == ::getegid()) return true;
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
  const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(static_cast<std::size_t>(std::max(0, count)));
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

/// Whether a group has rights that somebody else gets by them. What is root's may have been given to us by our group,
/// as Kubernetes does with volumes (fsGroup): then its named members are the others.
bool lets_others_write_by_group(const Facts& facts) {
  if ((facts.st_mode & S_IWGRP) == 0) return false;
  const bool is_given_to_us = facts.st_uid == 0 && ::geteuid() != 0 && is_our_group(facts.st_gid);
  return !is_given_to_us || has_other_members(facts.st_gid, ::geteuid());
}

std::string members(const Facts& facts) {
  return "every member of the group " + group_name(facts.st_gid);
}

/// What makes a file of ours, or of root's that we read, a secret.
std::string privacy_command(const Facts& facts, const fs::path& path) {
  if (facts.st_uid == ::geteuid()) return "chmod 600 " + word(path);
  if (facts.st_uid == 0) {
    return fmt::format("As root: chgrp {0} {1} && chmod 640 {1}", group_name(::getegid()), word(path));
  }
  return fmt::format("As root: chown {0} {1} && chmod 600 {1}", ourselves(), word(path));
}

/// "read", "write to", "read and write to", or nothing.
std::string deeds(bool reads, bool writes) {
  if (reads && writes) return "read and write to";
  return reads ? "read" : writes ? "write to" : "";
}

std::string write_command(const Facts& facts, const fs::path& path) {
  if (is_foreign(facts)) return fmt::format("As root: chown {0} {1} && chmod go-w {1}", ourselves(), word(path));
  return as_owner(facts) + "chmod go-w " + word(path);
}

/// Whether others can take away or rename what lies in the folder.
std::optional<std::string> who_can_replace_in(const Facts& facts) {
  if (is_foreign(facts)) return user_name(facts.st_uid);
  if ((facts.st_mode & S_ISVTX) != 0) return std::nullopt;
  if ((facts.st_mode & S_IWOTH) != 0) return everybody;
  if ((facts.st_mode & S_IWGRP) != 0 && has_other_members(facts.st_gid, facts.st_uid)) return members(facts);
  return std::nullopt;
}

void add_parents(std::vector<fs::path>& parents, fs::path path) {
  while (path.has_relative_path()) {
    path = path.parent_path();
    if (std::find(parents.begin(), parents.end(), path) == parents.end()) parents.push_back(path);
  }
}

/// Those of the path as it is given, and as it is once links are followed, nearest first.
std::vector<fs::path> parents_of(const fs::path& root) {
  std::vector<fs::path> parents;
  add_parents(parents, root);
  std::error_code unknown;
  const fs::path real = fs::canonical(root, unknown);
  if (!unknown) add_parents(parents, real);
  return parents;
}

/// `kind`: what lies at the path.
std::optional<Exposure> exposure_of_parent(const fs::path& parent, const fs::path& path, const char* kind) {
  const auto facts = facts_of(parent);
  if (!facts) return std::nullopt;
  const auto who = who_can_replace_in(*facts);
  if (!who) return std::nullopt;
  const std::string finding = fmt::format("{} can put another {} in the place of {}: {} belongs to {}, {}", *who, kind,
                                          path.string(), parent.string(), user_name(facts->st_uid), mode_text(*facts));
  if (is_foreign(*facts)) {
    return Exposure{finding, fmt::format("Keep it below folders of root or {}, or as root: chown {} {}", ourselves(),
                                         ourselves(), word(parent))};
  }
  return Exposure{finding, fmt::format("{0}chmod go-w {1}. If others must write there: chmod +t {1}", as_owner(*facts),
                                       word(parent))};
}

void add_exposures_of_parents(std::vector<Exposure>& found, const fs::path& path, const char* kind) {
  for (const fs::path& parent : parents_of(fs::absolute(path).lexically_normal())) {
    if (auto one = exposure_of_parent(parent, path, kind)) found.push_back(std::move(*one));
  }
}

}  // namespace

std::vector<Exposure> exposures_of_file(const fs::path& path, FileTrust trust) {
  const auto facts = facts_of(path);
  if (!facts || !S_ISREG(facts->st_mode)) return {};
  const bool is_secret = trust == FileTrust::secret;
  const char* const what = is_secret ? ", which contains a secret" : "";
  const auto command = [&] { return is_secret ? privacy_command(*facts, path) : write_command(*facts, path); };
  if (is_foreign(*facts)) {
    return {{fmt::format("{} belongs to {}, who can {} it", path.string() + what, user_name(facts->st_uid),
                         is_secret ? "read and change" : "change"),
             command()}};
  }
  const mode_t mode = facts->st_mode;
  const bool is_read = is_secret && (mode & (S_IROTH | S_IRGRP)) != 0 && !is_given_by_platform(path);
  const std::string all = deeds(is_read && (mode & S_IROTH) != 0, (mode & S_IWOTH) != 0);
  const std::string some = deeds(is_read && (mode & S_IRGRP) != 0 && has_other_members(facts->st_gid, ::geteuid()),
                                 lets_others_write_by_group(*facts));
  std::vector<Exposure> found;
  const auto tell = [&](const std::string& who, const std::string& can) {
    found.push_back({fmt::format("{} can {} {}{} ({})", who, can, path.string(), what, mode_text(*facts)), command()});
  };
  if (!all.empty()) tell(everybody, all);
  // Whoever may write is told of even where everybody may read.
  if (!some.empty() && all.find(some) == std::string::npos) tell(members(*facts), some);
  add_exposures_of_parents(found, path, "file");
  return found;
}

std::vector<Exposure> exposures_of_root(const fs::path& given) {
  const fs::path root = fs::absolute(given).lexically_normal();
  std::vector<Exposure> found;
  if (const auto facts = facts_of(root)) {
    if (is_foreign(*facts)) {
      const std::string owner = user_name(facts->st_uid);
      found.push_back({fmt::format("{} belongs to {}, who can change and remove the backups", root.string(), owner),
                       fmt::format("Run mongokeep as {}, or as root: chown -R {} {}", owner, ourselves(), word(root))});
    }
    const bool by_all = (facts->st_mode & S_IWOTH) != 0;
    if (by_all || lets_others_write_by_group(*facts)) {
      found.push_back({fmt::format("{} can write to {}, and put or remove backups there ({})",
                                   by_all ? everybody : members(*facts), root.string(), mode_text(*facts)),
                       as_owner(*facts) + "chmod go-w " + word(root)});
    }
  }
  add_exposures_of_parents(found, root, "folder");
  return found;
}

}  // namespace mongokeep
