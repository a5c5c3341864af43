#include "mongo/wire/member_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <limits>
#include <string>

#include "extjson/little_endian.h"
#include "mongo/wire/member_shapes.h"
#include "mongo/wire/refusal.h"

namespace mongokeep::mongo::wire {

namespace {

using extjson::BsonType;
using extjson::Element;

constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();

void check_members(const Element& document, std::span<const MemberRule> rules) {
  check_document(document);
  MetRules met(rules);
  extjson::ElementReader reader(document.as_document());
  while (const auto member = reader.next()) met.check(*member);
}

void check_texts(const Element& member) {
  check_each(member, BsonType::array, check_text);
}

void check_documents(const Element& member) {
  check_each(member, BsonType::array, check_document);
}

void check_error(const Element& member) {
  check_members(member, rules_for_errors());
}

void check_errors(const Element& member) {
  check_each(member, BsonType::array, check_error);
}

void check_tags(const Element& member) {
  check_each(member, BsonType::document, check_text);
}

/// A replica set has 50 members at most; each that is named is connected to.
void check_addresses(const Element& member) {
  constexpr std::size_t most_members = 256;
  check_each(member, BsonType::array, check_address);
  std::size_t count = 0;
  extjson::ElementReader reader(member.as_document());
  while (reader.next()) ++count;
  if (count > most_members) refuse_member(member, "a list of 256 servers at most");
}

void check_minutes(const Element& member) {
  constexpr double a_century = 100.0 * 366 * 24 * 60;
  if (member.type == BsonType::null) return;
  check_number(member);
  const std::uint8_t* const bytes = member.value.data();
  double minutes = 0;
  if (member.type == BsonType::int32) minutes = extjson::load_little_endian<std::int32_t>(bytes);
  if (member.type == BsonType::int64) minutes = static_cast<double>(extjson::load_little_endian<std::int64_t>(bytes));
  if (member.type == BsonType::number_double) minutes = extjson::load_little_endian<double>(bytes);
  // Also false for what is no number.
  if (!(minutes >= 0 && minutes <= a_century)) refuse_member(member, "a number of minutes");
}

void check_size(const Element& member) {
  check_int32(member, 1024, 1 << 28);
}

void check_batch_size(const Element& member) {
  check_int32(member, 1, most);
}

void check_wire_version(const Element& member) {
  check_int32(member, 0, most);
}

/// The driver hashes the password as often as the server says, which may take hours.
void check_rounds(std::string_view payload) {
  constexpr std::int64_t most_rounds = 1'000'000;
  for (std::size_t at = 0; at < payload.size();) {
    const std::size_t end = std::min(payload.find(',', at), payload.size());
    const std::string_view part = payload.substr(at, end - at);
    if (part.starts_with("i=")) {
      std::int64_t rounds = 0;
      const auto [last, fault] = std::from_chars(part.data() + 2, part.data() + part.size(), rounds);
      if (fault != std::errc() || last != part.data() + part.size() || rounds < 1 || rounds > most_rounds) {
        refuse("a login asks for " + std::string(part.substr(2, 20)) + " rounds of hashing, and the most is " +
               std::to_string(most_rounds));
      }
    }
    at = end + 1;
  }
}

/// Bytes in SCRAM, a text in Kerberos (GSSAPI) and LDAP (PLAIN). The driver takes 4 KiB.
void check_payload(const Element& member) {
  constexpr std::size_t longest = 4000;
  const bool is_text = member.type == BsonType::string;
  if (!is_text && member.type != BsonType::binary) refuse_member(member, "binary or text");
  // Of bytes, behind their length and kind; a text is not looked into.
  const std::size_t begin = is_text ? 0 : 5;
  const std::string_view payload(reinterpret_cast<const char*>(member.value.data()) + begin,
                                 member.value.size() - begin);
  if (payload.size() > longest) refuse_member(member, "a step of a login: it is too long");
  if (!is_text) check_rounds(payload);
}

constexpr std::array login_rules = {
    MemberRule{"payload", check_payload},
    MemberRule{"done", check_truth},
    MemberRule{"conversationId", check_number},
};

void check_early_login(const Element& member) {
  check_members(member, login_rules);
}

}  // namespace

std::span<const MemberRule> rules_for_any() {
  static constexpr std::array rules = {
      MemberRule{"ok", check_truth},
      MemberRule{"code", check_code},
      MemberRule{"errmsg", check_text},
      MemberRule{"$err", check_text},
      MemberRule{"codeName", check_text},
      MemberRule{"errorLabels", check_texts},
      MemberRule{"writeErrors", check_errors},
      MemberRule{"writeConcernError", check_error},
      MemberRule{"upserted", check_documents},
      MemberRule{"n", check_number},
      MemberRule{"nModified", check_number},
      MemberRule{"$clusterTime", check_document},
      MemberRule{"operationTime", check_timestamp},
      MemberRule{"atClusterTime", check_timestamp},
      MemberRule{"topologyVersion", check_document},
      MemberRule{"recoveryToken", check_document},
  };
  return rules;
}

std::span<const MemberRule> rules_for_errors() {
  static constexpr std::array rules = {
      MemberRule{"code", check_code},     MemberRule{"index", check_number},      MemberRule{"errmsg", check_text},
      MemberRule{"codeName", check_text}, MemberRule{"errorLabels", check_texts},
  };
  return rules;
}

std::span<const MemberRule> rules_for(Asked asked) {
  static constexpr std::array greeting = {
      MemberRule{"isWritablePrimary", check_flag},
      MemberRule{"ismaster", check_flag},
      MemberRule{"secondary", check_flag},
      MemberRule{"helloOk", check_flag},
      MemberRule{"arbiterOnly", check_flag},
      MemberRule{"isreplicaset", check_flag},
      MemberRule{"hidden", check_truth},
      MemberRule{"me", check_address},
      MemberRule{"primary", check_address},
      MemberRule{"hosts", check_addresses},
      MemberRule{"passives", check_addresses},
      MemberRule{"arbiters", check_addresses},
      MemberRule{"setName", check_name},
      MemberRule{"setVersion", check_number},
      MemberRule{"msg", check_text},
      MemberRule{"tags", check_tags},
      MemberRule{"electionId", check_object_id},
      MemberRule{"serviceId", check_object_id},
      MemberRule{"lastWrite", check_document},
      MemberRule{"maxBsonObjectSize", check_size},
      MemberRule{"maxMessageSizeBytes", check_size},
      MemberRule{"maxWriteBatchSize", check_batch_size},
      MemberRule{"minWireVersion", check_wire_version},
      MemberRule{"maxWireVersion", check_wire_version},
      MemberRule{"logicalSessionTimeoutMinutes", check_minutes},
      MemberRule{"connectionId", check_number},
      MemberRule{"compression", check_texts},
      MemberRule{"saslSupportedMechs", check_texts},
      MemberRule{"speculativeAuthenticate", check_early_login},
  };
  if (asked == Asked::greeting) return greeting;
  if (asked == Asked::login) return login_rules;
  return {};
}

void MetRules::check(const Element& member) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i].name != member.key) continue;
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((met_ & bit) != 0) refuse("`" + std::string(member.key) + "` is there twice");
    met_ |= bit;
    rules_[i].check(member);
    return;
  }
}

}  // namespace mongokeep::mongo::wire
