#include <nlohmann/json.hpp>

#include "end_to_end/forged_answers/forging.h"
#include "support/repeated.h"

namespace mongokeep::test {

namespace {

using namespace forging;
using Json = nlohmann::ordered_json;
using extjson::BsonType;

}  // namespace

std::vector<ForgedAnswer> forged_greetings() {
  std::vector<ForgedAnswer> forged = {
      refused(R"({"maxBsonObjectSize": 0})"),
      refused(R"({"maxBsonObjectSize": -1})"),
      refused(R"({"maxBsonObjectSize": 2147483647})"),
      refused(R"({"maxMessageSizeBytes": 0})"),
      refused(R"({"maxMessageSizeBytes": -48000000})"),
      refused(R"({"maxMessageSizeBytes": 2147483647})"),
      refused(R"({"maxWriteBatchSize": 0})"),
      refused(R"({"maxWriteBatchSize": -5})"),
      refused(R"({"maxWireVersion": -1})"),
      refused(R"({"maxWireVersion": "new"})"),
      any(R"({"maxWireVersion": 2147483647})"),
      any(R"({"maxWireVersion": 0})"),
      any(R"({"minWireVersion": 2147483647})"),
      any(R"({"maxWireVersion": 5})"),
      refused(R"({"hosts": 7})"),
      refused(R"({"hosts": [7]})"),
      refused(R"({"hosts": [""]})"),
      refused(R"({"hosts": [":27017"]})"),
      refused(R"({"hosts": ["a:0"]})"),
      refused(R"({"hosts": ["a:99999999999"]})"),
      refused(R"({"hosts": ["[::1"]})"),
      refused(R"({"hosts": ["a]:1"]})"),
      refused(R"({"hosts": ["/tmp/mongodb-27017.sock"]})"),
      refused(R"({"hosts": ["a b:1"]})"),
      refused(R"({"hosts": ["\u0000"]})"),
      refused(R"({"passives": [null]})"),
      refused(R"({"arbiters": [{"a": 1}]})"),
      refused(R"({"me": ""})"),
      refused(R"({"me": 7})"),
      refused(R"({"primary": ""})"),
      refused(R"({"primary": 7})"),
      refused(R"({"setName": ""})"),
      refused(R"({"setName": 7})"),
      any(R"({"setName": "other", "hosts": [], "ismaster": true, "isWritablePrimary": true})"),
      any(R"({"setName": "rs0", "hosts": ["127.0.0.1:1"], "primary": "127.0.0.1:1", "me": "127.0.0.1:2"})"),
      refused(R"({"msg": 7})"),
      any(R"({"msg": "isdbgrid"})"),
      any(R"({"isreplicaset": true, "setName": null})"),
      refused(R"({"tags": 7})"),
      refused(R"({"tags": {"a": 7}})"),
      refused(R"({"electionId": 7})"),
      refused(R"({"serviceId": 7})"),
      refused(R"({"lastWrite": 7})"),
      any(R"({"lastWrite": {"lastWriteDate": {"$date": {"$numberLong": "9223372036854775807"}}}})"),
      refused(R"({"topologyVersion": []})"),
      any(R"({"topologyVersion": {"processId": 7, "counter": "x"}})"),
      refused(R"({"compression": [7]})"),
      any(R"({"compression": ["noop", "zstd", "unheard of"]})"),
      refused(R"({"saslSupportedMechs": [7]})"),
      refused(R"({"saslSupportedMechs": "SCRAM-SHA-1"})"),
      refused(R"({"speculativeAuthenticate": 7})"),
      refused(R"({"speculativeAuthenticate": []})"),
      any(R"({"speculativeAuthenticate": {}})"),
      refused(
          R"({"speculativeAuthenticate": {"payload": {"$binary": {"base64": "cj1hLHM9YixpPTIxNDc0ODM2NDc=", "subType": "00"}}}})"),
      refused(R"({"logicalSessionTimeoutMinutes": "long"})"),
      refused(R"({"logicalSessionTimeoutMinutes": {"$numberDouble": "NaN"}})"),
      refused(R"({"logicalSessionTimeoutMinutes": {"$numberLong": "9223372036854775807"}})"),
      refused(R"({"ismaster": 7})"),
      refused(R"({"helloOk": 7})"),
      any(R"({"connectionId": {"$numberDouble": "1e300"}})"),
      only(R"({"ok": 1})"),
  };
  forged.back().verdict = ForgedAnswer::Verdict::any;
  forged.push_back({"2 MB", [](const WireMessage& answer) {
                      return with_element(answer, "long", BsonType::string, string_value(std::string(2'000'000, 'x')));
                    }});
  forged.push_back({"300 hosts", [](const WireMessage& answer) {
                      Json hosts = Json::array();
                      for (int i = 0; i < 300; ++i) hosts.push_back("127.0.0.1:" + std::to_string(i + 1));
                      return with_members(answer, Json{{"hosts", hosts}}.dump());
                    }});
  forged.push_back({"a host of 10,000 bytes", [](const WireMessage& answer) {
                      return with_members(answer, Json{{"hosts", {std::string(10'000, 'h') + ":1"}}}.dump());
                    }});
  return forged;
}

std::vector<ForgedAnswer> forged_logins() {
  // The payloads are "i=2147483647", "i=x", "i=-5", "r=a,s=b,i=4096", and bytes.
  const auto payload = [](const std::string& base64) {
    return R"({"payload": {"$binary": {"base64": ")" + base64 + R"(", "subType": "00"}}})";
  };
  return {
      refused(payload("aT0yMTQ3NDgzNjQ3")),
      refused(payload("aT14")),
      refused(payload("aT0tNQ==")),
      any(payload("cj1hLHM9YixpPTQwOTY=")),
      any(payload("")),
      any(payload("ci1y")),
      any(payload("cg==")),
      refused(payload(repeated(2000, "QUFB"))),
      any(R"({"payload": "text"})"),
      refused(R"({"payload": ")" + repeated(5000, "A") + R"("})"),
      refused(R"({"payload": 7})"),
      any(R"({"payload": null})"),
      any(R"({"conversationId": 0})"),
      refused(R"({"conversationId": "x"})"),
      any(R"({"conversationId": null})"),
      any(R"({"done": true})"),
      refused(R"({"done": "x"})"),
      only(R"({"ok": 0, "code": 0})"),
  };
}

std::string without_early_login(const WireMessage& answer) {
  return with_members(answer, R"({"speculativeAuthenticate": null})");
}

}  // namespace mongokeep::test
