#include "end_to_end/forged_answers.h"

#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "extjson/raw_document.h"

namespace mongokeep::test {
namespace {

using Json = nlohmann::ordered_json;
using extjson::BsonType;
using extjson::RawDocument;

template <typename Number>
void put(std::string& bytes, std::size_t at, Number number) {
  if (bytes.size() < at + sizeof number) bytes.resize(at + sizeof number);
  std::memcpy(bytes.data() + at, &number, sizeof number);
}

std::string text_of(extjson::BsonView document) {
  return {reinterpret_cast<const char*>(document.data), document.size};
}

std::span<const std::uint8_t> span_of(const std::string& bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

/// Where the document begins in a whole message.
std::size_t document_begin(const WireMessage& answer) {
  constexpr std::int32_t op_reply = 1;
  return answer.opcode == op_reply ? 36 : 21;
}

/// The answer with other bytes as its document, whatever they are; the header's length fits.
std::string with_bytes(const WireMessage& answer, const std::string& document) {
  WireMessage made = answer;
  made.body = answer.body.substr(0, document_begin(answer) - 16) + document;
  return made.bytes();
}

/// The answer's own members, with those of `changes` (Extended JSON) set or, where null, left out.
std::string with_members(const WireMessage& answer, const std::string& changes) {
  Json json = Json::parse(relaxed_json(answer.document().value()));
  const Json changed = Json::parse(changes);
  for (const auto& [key, value] : changed.items()) {
    if (value.is_null()) {
      json.erase(key);
    } else {
      json[key] = value;
    }
  }
  return answer.with_document(bson_from_json(json.dump())).bytes();
}

/// The answer's own document with one more element in front.
std::string with_element(const WireMessage& answer, const std::string& key, BsonType type, const std::string& value) {
  const Bytes own = answer.document().value();
  RawDocument made;
  made.add(key, type, span_of(value));
  made.add_members_of({own.data(), own.size()});
  return with_bytes(answer, text_of(made.finish()));
}

ForgedAnswer members(std::string name, std::string changes, ForgedAnswer::Verdict verdict) {
  return {std::move(name), [changes](const WireMessage& answer) { return with_members(answer, changes); }, verdict};
}

ForgedAnswer refused(const std::string& changes) {
  return members(changes, changes, ForgedAnswer::Verdict::refused);
}

ForgedAnswer any(const std::string& changes) {
  return members(changes, changes, ForgedAnswer::Verdict::any);
}

ForgedAnswer only(const std::string& document) {
  return {"only " + document,
          [document](const WireMessage& answer) { return answer.with_document(bson_from_json(document)).bytes(); }};
}

template <typename Number>
ForgedAnswer number_at(const std::string& name, std::size_t at, Number number) {
  return {name, [at, number](const WireMessage& answer) {
            std::string bytes = answer.bytes();
            put(bytes, at, number);
            return bytes;
          }};
}

/// A number within the document, wherever that begins.
template <typename Number>
ForgedAnswer number_in_document(const std::string& name, std::ptrdiff_t at, Number number) {
  return {name, [at, number](const WireMessage& answer) {
            std::string bytes = answer.bytes();
            put(bytes, static_cast<std::size_t>(static_cast<std::ptrdiff_t>(document_begin(answer)) + at), number);
            return bytes;
          }};
}

ForgedAnswer compressed(const std::string& name, std::int32_t opcode, std::int32_t size, std::uint8_t compressor,
                        std::size_t bytes) {
  return {name, [=](const WireMessage& answer) {
            WireMessage made = answer;
            made.opcode = 2012;
            made.body.clear();
            put(made.body, 0, opcode == 0 ? answer.opcode : opcode);
            put(made.body, 4, size);
            put(made.body, 8, compressor);
            made.body.append(bytes, 'A');
            return made.bytes();
          }};
}

std::string repeated(std::string_view bytes, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += bytes;
  return text;
}

/// Documents in one another.
std::string nested(int depth) {
  std::string inner(5, '\0');
  put(inner, 0, std::int32_t{5});
  for (int i = 0; i < depth; ++i) {
    std::string outer(4, '\0');
    outer += std::string("\x03") + "d" + '\0' + inner + '\0';
    put(outer, 0, static_cast<std::int32_t>(outer.size()));
    inner = outer;
  }
  return inner;
}

std::string string_value(const std::string& text) {
  std::string value(4, '\0');
  put(value, 0, static_cast<std::int32_t>(text.size() + 1));
  return value + text + '\0';
}

}  // namespace

std::vector<ForgedAnswer> forged_messages() {
  using Answer = const WireMessage&;
  return {
      number_at("a length of 0", 0, std::int32_t{0}),
      number_at("a length of 15", 0, std::int32_t{15}),
      number_at("a length of 16", 0, std::int32_t{16}),
      number_at("a length of 21", 0, std::int32_t{21}),
      number_at("a negative length", 0, std::int32_t{-1}),
      number_at("the smallest length", 0, INT32_MIN),
      number_at("a length of 48,000,001", 0, std::int32_t{48'000'001}),
      number_at("a length of 2 GiB", 0, INT32_MAX),
      number_at("an answer to nothing", 8, std::int32_t{0}),
      number_at("an answer to another request", 8, std::int32_t{123456}),
      number_at("an opcode of 0", 12, std::int32_t{0}),
      number_at("OP_UPDATE", 12, std::int32_t{2001}),
      number_at("OP_INSERT", 12, std::int32_t{2002}),
      number_at("OP_GET_MORE", 12, std::int32_t{2005}),
      number_at("OP_KILL_CURSORS", 12, std::int32_t{2007}),
      {"the other kind",
       [](Answer answer) {
         std::string bytes = answer.bytes();
         put(bytes, 12, answer.opcode == 1 ? std::int32_t{2013} : std::int32_t{1});
         return bytes;
       }},
      number_at("the flag of a checksum", 16, std::uint32_t{1}),
      number_at("the flag that more comes", 16, std::uint32_t{2}),
      number_at("all flags", 16, std::uint32_t{0xFFFFFFFF}),
      {"a section of kind 1",
       [](Answer answer) {
         std::string bytes = answer.bytes();
         bytes[20] = 1;
         return bytes;
       }},
      {"a section of kind 9",
       [](Answer answer) {
         std::string bytes = answer.bytes();
         bytes[20] = 9;
         return bytes;
       }},
      {"a second section",
       [](Answer answer) {
         WireMessage made = answer;
         made.body += '\0' + std::string("\x05\0\0\0\0", 5);
         return made.bytes();
       }},
      {"a byte too many",
       [](Answer answer) {
         WireMessage made = answer;
         made.body += '\0';
         return made.bytes();
       }},
      {"no document", [](Answer answer) { return with_bytes(answer, ""); }},
      {"half a length", [](Answer answer) { return with_bytes(answer, "\x05"); }},
      number_in_document("a document of 0 bytes", 0, std::int32_t{0}),
      number_in_document("a document of 4 bytes", 0, std::int32_t{4}),
      number_in_document("a document of 6 bytes", 0, std::int32_t{6}),
      number_in_document("a document of -1 bytes", 0, std::int32_t{-1}),
      number_in_document("a document of 2 GiB", 0, INT32_MAX),
      number_in_document("an unknown type", 4, std::uint8_t{0x55}),
      {"no NUL at the end",
       [](Answer answer) {
         std::string bytes = answer.bytes();
         bytes.back() = 'x';
         return bytes;
       }},
      {"an empty document", [](Answer answer) { return answer.with_document(bson_from_json("{}")).bytes(); }},
      {"300 documents in one another", [](Answer answer) { return with_bytes(answer, nested(300)); }},
      {"5,000 documents in one another", [](Answer answer) { return with_bytes(answer, nested(5'000)); }},
      {"a string of -1 bytes",
       [](Answer answer) {
         return with_element(answer, "s", BsonType::string, std::string("\xFF\xFF\xFF\xFF", 4) + "x\0");
       }},
      {"a string past the end",
       [](Answer answer) { return with_element(answer, "s", BsonType::string, std::string("\xFF\xFF\xFF\x7F", 4)); }},
      {"a binary of -1 bytes",
       [](Answer answer) { return with_element(answer, "b", BsonType::binary, std::string("\xFF\xFF\xFF\xFF\0", 5)); }},
      {"an old binary that lies",
       [](Answer answer) {
         return with_element(answer, "b", BsonType::binary, std::string("\x04\0\0\0\x02\xFF\0\0\0", 9));
       }},
      {"a boolean of 7",
       [](Answer answer) { return with_element(answer, "b", BsonType::boolean, std::string("\x07", 1)); }},
      {"code with a scope that lies",
       [](Answer answer) {
         return with_element(answer, "c", BsonType::code_with_scope,
                             std::string("\x0F\0\0\0\x01\0\0\0\0\x00\0\0\0\0\0", 15));
       }},
      compressed("compressed by nothing, 20 bytes for 5,000", 0, 20, 0, 5000),
      compressed("compressed by nothing, a negative size", 0, -1, 0, 100),
      compressed("compressed by nothing, 2 GiB", 0, INT32_MAX, 0, 100),
      compressed("compressed by zstd, unasked", 0, 100, 3, 100),
      compressed("compressed by snappy, unasked", 0, 20, 1, 5000),
      compressed("compressed by zlib, unasked", 0, 20, 2, 5000),
      compressed("compressed by an unknown one", 0, 100, 77, 100),
      compressed("compressed twice", 2012, 100, 0, 100),
      {"compressed, and nothing more",
       [](Answer answer) {
         WireMessage made = answer;
         made.opcode = 2012;
         made.body.clear();
         return made.bytes();
       }},
      {"a web page", [](Answer) { return std::string("HTTP/1.1 400 Bad Request\r\n\r\n") + std::string(9000, 'x'); }},
      {"a greeting of SSH",
       [](Answer) { return std::string("SSH-2.0-OpenSSH_9.2p1 Debian\r\n") + std::string(99, 'x'); }},
      {"random bytes", [](Answer) { return repeated("\x9F\x12\x85\x31\xC4", 2000); }},
      only(R"({"ok": 0, "code": 0})"),
      only(R"({"ok": 0, "code": 0, "errmsg": "no"})"),
      only(R"({"ok": 1, "code": 0})"),
      only(R"({"ok": 0, "code": {"$numberLong": "4294967296"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": {"$numberDouble": "NaN"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": {"$numberDouble": "0.5"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": {"$numberDouble": "1e300"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": "eleven", "errmsg": "no"})"),
      only(R"({"ok": 0, "errmsg": 12, "code": 13})"),
      only(R"({"ok": "yes"})"),
      only(R"({"ok": 0, "code": 13, "errmsg": "no", "errorLabels": 7})"),
      only(R"({"ok": 0, "code": 13, "errmsg": "no", "errorLabels": [7]})"),
      only(R"({"ok": 1, "writeConcernError": 7})"),
      only(R"({"ok": 1, "writeConcernError": {"code": 0, "errmsg": "no"}})"),
      only(R"({"ok": 1, "writeConcernError": {"code": 64, "errmsg": 5}})"),
      {"a cluster time that is a number",
       [](Answer answer) {
         return with_element(answer, "$clusterTime", BsonType::int32, std::string("\x07\0\0\0", 4));
       }},
      refused(R"({"operationTime": 7})"),
      refused(R"({"topologyVersion": 7})"),
      refused(R"({"atClusterTime": "now"})"),
      {"ok twice",
       [](Answer answer) { return with_element(answer, "ok", BsonType::int32, std::string("\x01\0\0\0", 4)); }},
      {"an error of bad UTF-8 and a NUL",
       [](Answer answer) {
         RawDocument made;
         made.add("ok", BsonType::int32, span_of(std::string("\0\0\0\0", 4)));
         made.add("code", BsonType::int32, span_of(std::string("\x0B\0\0\0", 4)));
         made.add("errmsg", BsonType::string, span_of(string_value(std::string("\xFF\xFE\0 \x1B[2J", 8))));
         return with_bytes(answer, text_of(made.finish()));
       },
       ForgedAnswer::Verdict::any},
      {"an error of a million bytes",
       [](Answer answer) {
         return answer
             .with_document(
                 bson_from_json(R"({"ok": 0, "code": 11, "errmsg": ")" + std::string(1'000'000, '%') + "\"}"))
             .bytes();
       },
       ForgedAnswer::Verdict::any},
  };
}

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
      refused(payload(repeated("QUFB", 2000))),
      refused(R"({"payload": "text"})"),
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

std::vector<ForgedAnswer> forged_cursors() {
  const auto cursor = [](const std::string& name, const std::string& value) {
    return ForgedAnswer{name + ": " + value, [name, value](const WireMessage& answer) {
                          Json json = Json::parse(relaxed_json(answer.document().value()));
                          if (value.empty()) {
                            json["cursor"].erase(name);
                          } else {
                            json["cursor"][name] = Json::parse(value);
                          }
                          return answer.with_document(bson_from_json(json.dump())).bytes();
                        }};
  };
  const auto batch = [](const std::string& name, BsonType type, const std::string& value) {
    return ForgedAnswer{name, [type, value](const WireMessage& answer) {
                          const Json json = Json::parse(relaxed_json(answer.document().value()));
                          const Json& own = json.at("cursor");
                          RawDocument made;
                          made.begin_document("cursor");
                          made.add("id", BsonType::int64, span_of(std::string(8, '\0')));
                          made.add_string("ns", own.at("ns").get<std::string>());
                          made.begin_array(own.contains("nextBatch") ? "nextBatch" : "firstBatch");
                          made.add("0", type, span_of(value));
                          made.end();
                          made.end();
                          made.add("ok", BsonType::int32, span_of(std::string("\x01\0\0\0", 4)));
                          return with_bytes(answer, text_of(made.finish()));
                        }};
  };
  std::vector<ForgedAnswer> forged = {
      cursor("ns", R"("")"),
      cursor("ns", R"("nodot")"),
      cursor("ns", R"("database.")"),
      cursor("ns", R"(".collection")"),
      cursor("ns", "7"),
      cursor("ns", R"("a.b\u0000c")"),
      cursor("ns", ""),
      cursor("id", R"("x")"),
      cursor("id", "0.5"),
      cursor("id", ""),
      cursor("atClusterTime", "7"),
      refused(R"({"cursor": 7})"),
      refused(R"({"cursor": []})"),
      refused(R"({"cursor": {}})"),
      batch("a batch of numbers", BsonType::int32, std::string("\x07\0\0\0", 4)),
      batch("a batch of lists", BsonType::array, std::string("\x05\0\0\0\0", 5)),
      batch("a document of length 0", BsonType::document, std::string("\0\0\0\0\0", 5)),
      batch("a document of length 4", BsonType::document, std::string("\x04\0\0\0\0", 5)),
      batch("a document of length 6", BsonType::document, std::string("\x06\0\0\0\0", 5)),
      batch("a document of length -5", BsonType::document, std::string("\xFB\xFF\xFF\xFF\0", 5)),
      batch("a document of length 2 GiB", BsonType::document, std::string("\xFF\xFF\xFF\x7F\0", 5)),
      batch("a document without its NUL", BsonType::document, std::string("\x05\0\0\0\x01", 5)),
      batch("a document that is no BSON inside", BsonType::document, std::string("\x0A\0\0\0\x55zzz\0\0", 10)),
      batch("a document with an element cut off", BsonType::document,
            std::string("\x0B\0\0\0\x12n\0\x01\x02\x03\0", 11)),
      batch("documents in one another", BsonType::document, nested(5'000)),
      batch("an empty document", BsonType::document, std::string("\x05\0\0\0\0", 5)),
      {"atClusterTime twice",
       [](const WireMessage& answer) {
         RawDocument made;
         made.begin_document("cursor");
         made.add("id", BsonType::int64, span_of(std::string(8, '\0')));
         made.add_string("ns", "a.b");
         made.add("atClusterTime", BsonType::timestamp, span_of(std::string(8, '\1')));
         made.add("atClusterTime", BsonType::timestamp, span_of(std::string(8, '\1')));
         made.begin_array("firstBatch");
         made.end();
         made.end();
         made.add("ok", BsonType::int32, span_of(std::string("\x01\0\0\0", 4)));
         return with_bytes(answer, text_of(made.finish()));
       }},
  };
  // Of documents that were asked for only the outside is looked at, and 0.5 is a number.
  for (ForgedAnswer& one : forged) {
    if (one.name == "an empty document") one.verdict = ForgedAnswer::Verdict::any;
    for (const char* name : {"a document that is no BSON inside", "a document with an element cut off",
                             "documents in one another", "id: 0.5"}) {
      if (one.name == name) one.verdict = ForgedAnswer::Verdict::failed;
    }
  }
  return forged;
}

std::vector<ForgedAnswer> forged_writes() {
  return {
      refused(R"({"n": "x"})"),
      any(R"({"n": -1})"),
      any(R"({"n": 2147483647})"),
      any(R"({"n": null})"),
      refused(R"({"writeErrors": 7})"),
      refused(R"({"writeErrors": [7]})"),
      refused(R"({"writeErrors": [{"index": "x", "code": 11000, "errmsg": "no"}]})"),
      any(R"({"writeErrors": [{"index": -1, "code": 11000, "errmsg": "no"}]})"),
      any(R"({"writeErrors": [{"index": 2147483647, "code": 11000, "errmsg": "no"}]})"),
      any(R"({"writeErrors": [{"index": {"$numberDouble": "NaN"}, "code": 11000, "errmsg": "no"}]})"),
      refused(R"({"writeErrors": [{"index": 0, "code": 0, "errmsg": "no"}]})"),
      refused(R"({"writeErrors": [{"index": 0, "code": 11000, "errmsg": 7}]})"),
      any(R"({"writeErrors": [{"index": 0, "code": 11000}]})"),
      any(R"({"writeErrors": [{}]})"),
      refused(R"({"writeConcernError": []})"),
      refused(R"({"writeConcernError": {"code": 0}})"),
      refused(R"({"writeConcernError": {"code": 64, "errmsg": 7}})"),
      any(R"({"writeConcernError": {}})"),
  };
}

std::vector<ForgedAnswer> forged_compressions() {
  const auto at = [](const std::string& name, std::size_t offset, auto number) {
    return number_at(name, offset, number);
  };
  return {
      at("another opcode inside", 16, std::int32_t{2004}),
      at("compressed twice", 16, std::int32_t{2012}),
      at("a size of 0", 20, std::int32_t{0}),
      at("a negative size", 20, std::int32_t{-1}),
      at("a size of 20", 20, std::int32_t{20}),
      at("a size of 47,000,000", 20, std::int32_t{47'000'000}),
      at("a size of 2 GiB", 20, INT32_MAX),
      at("by nothing", 24, std::uint8_t{0}),
      at("by an unknown compressor", 24, std::uint8_t{200}),
      at("broken in the middle", 40, std::int32_t{-1}),
      {"cut off",
       [](const WireMessage& answer) {
         WireMessage made = answer;
         made.body.resize(made.body.size() / 2);
         return made.bytes();
       }},
      {"nothing inside",
       [](const WireMessage& answer) {
         WireMessage made = answer;
         made.body.resize(9);
         return made.bytes();
       }},
  };
}

std::string without_early_login(const WireMessage& answer) {
  return with_members(answer, R"({"speculativeAuthenticate": null})");
}

}  // namespace mongokeep::test
