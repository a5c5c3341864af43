#include "restore/collection_setup.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "mongo/catalogue.h"
#include "mongo/collection_commands.h"
#include "mongokeep/error.h"
#include "restore/document_part.h"
#include "restore/refusal.h"

namespace mongokeep::restore {

namespace {

/// Options that the server takes, or refuses, together.
struct OptionGroup {
  std::string_view leader;
  std::vector<std::string> names;

  /// Its parts that have the leader and are not all of it, the largest first. No leader has more than two companions.
  std::vector<std::vector<std::string>> lesser_groups() const {
    std::vector<std::vector<std::string>> lesser;
    for (unsigned mask = 1; mask + 1 < 1U << names.size(); ++mask) {
      std::vector<std::string> some;
      for (std::size_t index = 0; index < names.size(); ++index) {
        if ((mask >> index & 1U) != 0) some.push_back(names[index]);
      }
      if (std::find(some.begin(), some.end(), leader) != some.end()) lesser.push_back(std::move(some));
    }
    std::stable_sort(lesser.begin(), lesser.end(),
                     [](const auto& left, const auto& right) { return left.size() > right.size(); });
    return lesser;
  }

  /// What is not as it was where the server refuses them.
  std::vector<std::string> parts() const {
    std::vector<std::string> all = names;
    if (leader == "timeseries") all.emplace_back("type");
    return all;
  }
};

/// The option that gives this one its meaning.
std::string_view leader_of(std::string_view option, extjson::BsonView all) {
  if (option == "size" || option == "max") return "capped";
  if (option == "validationLevel" || option == "validationAction") return "validator";
  if (option == "expireAfterSeconds") return find_element(all, "timeseries") ? "timeseries" : "clusteredIndex";
  return option;
}

std::vector<OptionGroup> groups_of(extjson::BsonView options) {
  std::vector<OptionGroup> groups;
  extjson::ElementReader reader(options);
  while (const auto option = reader.next()) {
    const std::string_view leader = leader_of(option->key, options);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.leader == leader; });
    if (group == groups.end()) group = groups.insert(groups.end(), {leader, {}});
    auto& names = group->names;
    if (std::find(names.begin(), names.end(), option->key) == names.end()) names.emplace_back(option->key);
  }
  return groups;
}

std::optional<Error> refusal(const mongo::Client& client, const mongo::Namespace& target, extjson::BsonView options,
                             mongo::Confirmation& confirmation) {
  return refusal_of([&] { mongo::create_collection(client, target, options, confirmation); });
}

/// A time-series collection is listed with the span that its granularity stands for, which not every server lets one
/// give beside it.
extjson::BsonBytes without_derived_options(extjson::BsonView options) {
  const auto timeseries = find_element(options, "timeseries");
  if (!timeseries || !find_element(timeseries->as_document(), "granularity"))
    return extjson::BsonBytes(options.data, options.data + options.size);
  const extjson::BsonBytes given = part_of(timeseries->as_document(), [](std::string_view name) {
    return name != "bucketMaxSpanSeconds" && name != "bucketRoundingSeconds";
  });
  return with_member(options, "timeseries", extjson::view_of(given));
}

/// `reason`: of the server's refusal to make it; empty where it was made by us.
Error somebody_elses(const mongo::Namespace& target, const std::string& reason) {
  return Error(ErrorKind::server, "create the collection", target.text(),
               "another program created it during the restore" + (reason.empty() ? "" : " (" + reason + ")"),
               "Stop the programs that write to the database, and restore again");
}

/// Finds out which options are to blame, by making the collection with one group more each time.
class Probe {
 public:
  Probe(const mongo::Client& client, const mongo::Namespace& target, extjson::BsonView options,
        mongo::Confirmation& confirmation)
      : client_(client), target_(target), options_(options), confirmation_(confirmation) {}

  std::vector<RefusedPart> make_with_what_is_taken() {
    std::vector<RefusedPart> refused;
    make();
    for (const OptionGroup& group : groups_of(options_)) {
      const auto reason = attempt(group.names);
      if (!reason) continue;
      OptionGroup left_out = group;
      // A server may know the validator, and not what is to be done about what it does not fit.
      for (const std::string& name : take_some_of(group)) std::erase(left_out.names, name);
      refused.push_back(
          {left_out.parts(), fmt::format("option {}: {}", fmt::join(left_out.names, ", "), reason->cause())});
    }
    return refused;
  }

 private:
  /// Makes the collection anew with these options too. Where the server refuses, it stays as it was.
  std::optional<Error> attempt(const std::vector<std::string>& names) {
    drop();
    std::set<std::string, std::less<>> tried = taken_;
    tried.insert(names.begin(), names.end());
    const auto reason = refusal(client_, target_, extjson::view_of(part(tried)), confirmation_);
    if (reason) {
      make();
    } else {
      taken_ = std::move(tried);
    }
    return reason;
  }

  /// As many of a group that was refused as the server takes, its leader among them.
  std::vector<std::string> take_some_of(const OptionGroup& group) {
    for (std::vector<std::string>& some : group.lesser_groups()) {
      if (!attempt(some)) return std::move(some);
    }
    return {};
  }

  extjson::BsonBytes part(const std::set<std::string, std::less<>>& names) const {
    return part_of(options_, [&](std::string_view name) { return names.contains(name); });
  }
  /// What we have just made, and nobody has put anything into.
  void drop() const {
    if (mongo::has_documents(client_, target_)) throw somebody_elses(target_, "");
    mongo::drop_collection(client_, target_, confirmation_);
  }
  void make() const { mongo::create_collection(client_, target_, extjson::view_of(part(taken_)), confirmation_); }

  const mongo::Client& client_;
  const mongo::Namespace& target_;
  extjson::BsonView options_;
  mongo::Confirmation& confirmation_;
  std::set<std::string, std::less<>> taken_;
};

}  // namespace

std::vector<RefusedPart> make_collection(const mongo::Client& client, const mongo::Namespace& target,
                                         extjson::BsonView options, mongo::Confirmation& confirmation) {
  const auto reason = refusal(client, target, options, confirmation);
  if (!reason) return {};
  if (mongo::find_collection(client, target)) throw somebody_elses(target, reason->cause());
  if (!refusal(client, target, extjson::view_of(without_derived_options(options)), confirmation)) return {};
  return Probe(client, target, options, confirmation).make_with_what_is_taken();
}

std::vector<RefusedPart> make_view(const mongo::Client& client, const mongo::Namespace& target,
                                   extjson::BsonView options, mongo::Confirmation& confirmation) {
  const auto reason = refusal(client, target, options, confirmation);
  if (!reason) return {};
  return {{{"type"}, fmt::format("the view itself: {}", reason->cause())}};
}

}  // namespace mongokeep::restore
