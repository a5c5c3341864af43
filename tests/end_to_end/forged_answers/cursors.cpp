#include <nlohmann/json.hpp>

#include "end_to_end/forged_answers/forging.h"
#include "mongo/wire/made_messages.h"

namespace mongokeep::test {

namespace {

using namespace forging;
using Json = nlohmann::ordered_json;
using extjson::BsonType;
using extjson::RawDocument;
using mongo::wire::begin_cursor;
using mongo::wire::end_cursor;

/// The cursor's own members, one of them set or, where there is no value, left out.
ForgedAnswer cursor(const std::string& name, const std::string& value,
                    ForgedAnswer::Verdict verdict = ForgedAnswer::Verdict::refused) {
  const auto forge = [name, value](const WireMessage& answer) {
    Json json = Json::parse(relaxed_json(answer.document().value()));
    if (value.empty()) {
      json["cursor"].erase(name);
    } else {
      json["cursor"][name] = Json::parse(value);
    }
    return answer.with_document(bson_from_json(json.dump())).bytes();
  };
  return {name + ": " + value, forge, verdict};
}

/// The cursor at its end, with a batch of this one value.
ForgedAnswer batch(const std::string& name, BsonType type, const std::string& value,
                   ForgedAnswer::Verdict verdict = ForgedAnswer::Verdict::refused) {
  const auto forge = [type, value](const WireMessage& answer) {
    const Json json = Json::parse(relaxed_json(answer.document().value()));
    const Json& own = json.at("cursor");
    RawDocument made;
    begin_cursor(made, own.at("ns").get<std::string>());
    made.begin_array(own.contains("nextBatch") ? "nextBatch" : "firstBatch");
    made.add("0", type, span_of(value));
    made.end();
    end_cursor(made);
    return with_bytes(answer, text_of(made.finish()));
  };
  return {name, forge, verdict};
}

}  // namespace

// Of documents that were asked for only the outside is looked at, and 0.5 is a number.
std::vector<ForgedAnswer> forged_cursors() {
  return {
      cursor("ns", R"("")"),
      cursor("ns", R"("nodot")"),
      cursor("ns", R"("database.")"),
      cursor("ns", R"(".collection")"),
      cursor("ns", "7"),
      cursor("ns", R"("a.b\u0000c")"),
      cursor("ns", ""),
      cursor("id", R"("x")"),
      cursor("id", "0.5", ForgedAnswer::Verdict::failed),
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
      batch("a document that is no BSON inside", BsonType::document, std::string("\x0A\0\0\0\x55zzz\0\0", 10),
            ForgedAnswer::Verdict::failed),
      batch("a document with an element cut off", BsonType::document,
            std::string("\x0B\0\0\0\x12n\0\x01\x02\x03\0", 11), ForgedAnswer::Verdict::failed),
      batch("documents in one another", BsonType::document, nested(5'000), ForgedAnswer::Verdict::failed),
      batch("an empty document", BsonType::document, std::string("\x05\0\0\0\0", 5), ForgedAnswer::Verdict::any),
      {"atClusterTime twice",
       [](const WireMessage& answer) {
         RawDocument made;
         begin_cursor(made, "a.b");
         made.add("atClusterTime", BsonType::timestamp, span_of(std::string(8, '\1')));
         made.add("atClusterTime", BsonType::timestamp, span_of(std::string(8, '\1')));
         made.begin_array("firstBatch");
         made.end();
         end_cursor(made);
         return with_bytes(answer, text_of(made.finish()));
       }},
  };
}

}  // namespace mongokeep::test
