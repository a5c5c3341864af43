#include "schedule/record.h"

#include <climits>

#include "base/json/json.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"

namespace mongokeep::schedule {

namespace {

constexpr int format_version = 1;
/// Far more than any schedule allows.
constexpr std::uint64_t highest_attempt = 1'000'000;

/// Times are kept to the millisecond; tasks are due at whole minutes.
Json time_json(const std::optional<Instant>& time) {
  return time ? Json(utc_text(*time)) : Json();
}

Json task_json(const TaskRecord& task) {
  Json json = Json::object();
  json["expression"] = task.expression;
  json["timeZone"] = task.zone;
  json["settledUntil"] = time_json(task.settled);
  json["pending"] = time_json(task.pending);
  json["attempts"] = task.attempts;
  return json;
}

Json push_json(const PushRecord& push) {
  return {{"pending", time_json(push.pending)}, {"attempts", push.attempts}};
}

Instant time_at(const Json& json, const char* key) {
  const auto time = parse_utc_text(string_at(json, key));
  if (!time) throw Error(ErrorKind::damaged, "read", key, "it is not a time");
  return *time;
}

const Json& object_at(const Json& json, const char* key) {
  if (const auto found = json.find(key); found != json.end() && (found->is_object() || found->is_null())) return *found;
  throw Error(ErrorKind::damaged, "read", key, "it is not an object, or missing");
}

std::optional<Instant> pending_at(const Json& json) {
  if (!json.contains("pending")) throw Error(ErrorKind::damaged, "read", "pending", "it is missing");
  return json.at("pending").is_null() ? std::nullopt : std::optional(time_at(json, "pending"));
}

int attempts_at(const Json& json) {
  return static_cast<int>(whole_number_at(json, "attempts", highest_attempt));
}

TaskRecord task_at(const Json& all, const char* key) {
  const Json& json = object_at(all, key);
  TaskRecord task;
  task.expression = string_at(json, "expression");
  task.zone = string_at(json, "timeZone");
  task.settled = time_at(json, "settledUntil");
  task.pending = pending_at(json);
  task.attempts = attempts_at(json);
  return task;
}

PushRecord push_at(const Json& all, const char* key) {
  const Json& json = object_at(all, key);
  return {pending_at(json), attempts_at(json)};
}

}  // namespace

std::string to_text(const Record& record) {
  Json json = Json::object();
  json["formatVersion"] = format_version;
  json["seenAt"] = time_json(record.seen);
  json["doubt"] = nullptr;
  if (record.doubt) {
    json["doubt"] = {{"unleapt", time_json(record.doubt->unleapt)}, {"until", time_json(record.doubt->until)}};
  }
  json["backup"] = task_json(record.backup);
  json["cleanup"] = task_json(record.cleanup);
  if (record.drill) json["drill"] = task_json(*record.drill);
  if (record.push) json["push"] = push_json(*record.push);
  return json_text(json);
}

Record parse_record(std::string_view text, const std::string& subject) {
  try {
    const Json json = parse_json(text);
    if (!json.is_object()) throw not_json("it is not an object");
    if (whole_number_at(json, "formatVersion", INT_MAX) != format_version) {
      throw Error(ErrorKind::damaged, "read", "formatVersion", "it was written by another version of mongokeep");
    }
    Record record;
    record.seen = time_at(json, "seenAt");
    if (const Json& doubt = object_at(json, "doubt"); !doubt.is_null()) {
      record.doubt = {time_at(doubt, "unleapt"), time_at(doubt, "until")};
    }
    record.backup = task_at(json, "backup");
    record.cleanup = task_at(json, "cleanup");
    if (json.contains("drill")) record.drill = task_at(json, "drill");
    if (json.contains("push")) record.push = push_at(json, "push");
    return record;
  } catch (const Error& error) {
    throw Error(ErrorKind::damaged, "read the schedule's record", subject, error.subject() + ": " + error.cause());
  }
}

}  // namespace mongokeep::schedule
