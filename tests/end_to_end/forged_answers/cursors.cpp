#include <nlohmann/json.hpp>

#include "end_to_end/forged_answers/forging.h"

namespace mongokeep::test {

namespace {

using namespace forging;
using Json = nlohmann::ordered_json;
using extjson::BsonType;
using extjson::RawDocument;

}  // namespace

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

}  // namespace mongokeep::test
