#include "mongo/wire/reply_check.h"

#include <string>
#include <string_view>

#include "extjson/bson_element.h"
#include "mongo/wire/member_rules.h"
#include "mongo/wire/member_shapes.h"
#include "mongo/wire/refusal.h"
#include "mongo/wire/sound_values.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo::wire {

namespace {

using extjson::BsonType;
using extjson::Element;

/// "database.collection", which the driver takes apart at the first dot, and puts the rest into its next command.
void check_namespace(const Element& member) {
  check_name(member);
  const std::string_view name = member.as_text();
  const std::size_t dot = name.find('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == name.size()) refuse_member(member, "a namespace");
}

void check_batch(const Element& member, Asked asked) {
  if (member.type != BsonType::array) refuse_member(member, "a list");
  extjson::ElementReader reader(member.as_document());
  while (const auto document = reader.next()) {
    if (document->type != BsonType::document) refuse_member(member, "a list of documents");
    if (asked != Asked::documents) check_value(*document);
  }
}

void check_cursor(const Element& cursor, Asked asked) {
  static constexpr MemberRule rules[] = {
      {"id", check_number},
      {"ns", check_namespace},
      {"atClusterTime", check_timestamp},
  };
  check_document(cursor);
  MetRules met(rules);
  bool has_id = false;
  bool has_name = false;
  int batches = 0;
  extjson::ElementReader reader(cursor.as_document());
  while (const auto member = reader.next()) {
    has_id = has_id || member->key == "id";
    has_name = has_name || member->key == "ns";
    if (member->key == "firstBatch" || member->key == "nextBatch") {
      ++batches;
      check_batch(*member, asked);
    } else {
      met.check(*member);
      check_value(*member);
    }
  }
  if (!has_id || !has_name) refuse("its cursor has no id or no namespace");
  if (batches != 1) refuse("its cursor has " + std::to_string(batches) + " batches instead of one");
}

/// The driver copies lists among the members, and libbson complains on the standard error by itself of one that begins
/// with another key.
void check_beginning(const Element& member) {
  if (member.type != BsonType::array) return;
  const auto first = extjson::ElementReader(member.as_document()).next();
  if (first && first->key != "0") refuse_member(member, "a list that begins at 0");
}

void check_members(extjson::BsonView reply, Asked asked) {
  MetRules any(rules_for_any());
  MetRules own(rules_for(asked));
  bool has_verdict = false;
  bool has_cursor = false;
  extjson::ElementReader reader(reply);
  while (const auto member = reader.next()) {
    has_verdict = has_verdict || member->key == "ok" || member->key == "$err";
    if (member->key == "cursor") {
      if (has_cursor) refuse("it has two cursors");
      has_cursor = true;
      check_cursor(*member, asked);
      continue;
    }
    any.check(*member);
    own.check(*member);
    check_value(*member);
    check_beginning(*member);
  }
  if (!has_verdict) refuse("it has no `ok`");
}

}  // namespace

void check_reply(extjson::BsonView reply, Asked asked) {
  try {
    check_members(reply, asked);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_data) throw;
    refuse("its document is not BSON: " + error.cause());
  }
}

}  // namespace mongokeep::mongo::wire
