// An outline says of a text what reading it says: the same fault, or the size and the `_id` of the same document. Most
// texts here are damaged, since a check that takes what is no document would be worse than none.

#include "extjson/document_outline.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <random>
#include <string>

#include "extjson/canonical_walk.h"
#include "extjson/random_document.h"
#include "extjson/rich_document.h"
#include "extjson/text_reading.h"

namespace mongokeep::extjson {
namespace {

std::string id_text(const std::optional<Element>& id) {
  if (!id) return "none";
  return std::to_string(static_cast<int>(id->type)) + ":" + std::string(id->value.begin(), id->value.end());
}

/// What reading the text comes to, in one line.
std::string by_reading(std::string_view text, TextRules rules) {
  const TextReading reading = read_text(text, rules);
  if (reading.fault) return fault_text(reading);
  const BsonView document = view_of(reading.bytes);
  return std::to_string(document.size) + " bytes, _id " + id_text(find_element(document, "_id"));
}

std::string by_outline(std::string_view text, OutlineReader& reader) {
  const RoomyText roomy(text);
  if (const std::optional<TextFault> fault = reader.read(roomy.view())) {
    EXPECT_EQ(reader.outline().size, 0U);
    EXPECT_FALSE(reader.outline().id);
    return fault_text({{}, fault});
  }
  return std::to_string(reader.outline().size) + " bytes, _id " + id_text(reader.outline().id);
}

void expect_same(std::string_view text, OutlineReader& reader, TextRules rules = {}) {
  const std::string expected = by_reading(text, rules);
  EXPECT_EQ(by_outline(text, reader), expected) << text;
  // A text that was refused has taught the reader nothing.
  EXPECT_EQ(by_outline(text, reader), expected) << "the second time: " << text;
}

std::optional<WalkedText> walk(std::string_view text) {
  KeyMemory keys;
  TextBuffer scratch;
  const RoomyText roomy(text);
  return walk_canonical(roomy.view(), keys, scratch);
}

/// Damages texts as disks, networks and people do, and worse: with what means something where it lands.
class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  std::string done_to(std::string text) {
    for (std::size_t times = 1 + below(2); times > 0; --times) damage(text);
    return text;
  }

 private:
  static constexpr std::array<std::string_view, 60> pieces = {"\"",
                                                              "\\",
                                                              "{",
                                                              "}",
                                                              "[",
                                                              "]",
                                                              ",",
                                                              ":",
                                                              "$",
                                                              "0",
                                                              "9",
                                                              "-",
                                                              ".",
                                                              "E",
                                                              "e",
                                                              "+",
                                                              " ",
                                                              "\n",
                                                              "\t",
                                                              "/",
                                                              "_",
                                                              "=",
                                                              "\x01",
                                                              "\x7F",
                                                              "\xC3",
                                                              "\xA9",
                                                              "\xFF",
                                                              "é",
                                                              "\\u0000",
                                                              "\\u0041",
                                                              "\\u00e9",
                                                              "\\ud83d",
                                                              "\\x",
                                                              "00",
                                                              "99999999",
                                                              "E400",
                                                              "1e5",
                                                              "null",
                                                              "true",
                                                              "\"_id\":1,",
                                                              "\"_id\":",
                                                              "\"$oid\":",
                                                              "{\"$oid\":\"",
                                                              "{\"$numberInt\":\"",
                                                              "{\"$numberLong\":\"",
                                                              "{\"$numberDouble\":\"",
                                                              "{\"$numberDecimal\":\"",
                                                              "{\"$binary\":{\"base64\":\"",
                                                              "{\"$date\":{\"$numberLong\":\"",
                                                              "{\"$timestamp\":{\"t\":",
                                                              "{\"$minKey\":1}",
                                                              "{\"$undefined\":true}",
                                                              "\"$bson\":",
                                                              "\"$ref\":",
                                                              "\"$regex\":\"a\"",
                                                              "\"}",
                                                              "\"}}",
                                                              "NaN",
                                                              "-Infinity",
                                                              "ab"};

  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  void damage(std::string& text) {
    const std::size_t at = below(text.size());
    const std::size_t some = std::min(below(8) + 1, text.size() - at);
    switch (below(7)) {
      case 0: text[at] = static_cast<char>(text[at] ^ (1 << below(8))); break;
      case 1: text[at] = static_cast<char>(random_()); break;
      case 2: text.erase(at, some); break;
      case 3: text.insert(at, text.substr(at, some)); break;
      case 4: text.insert(at, pieces.at(below(pieces.size()))); break;
      case 5: text.replace(at, some, pieces.at(below(pieces.size()))); break;
      default: text.replace(at, some, text.substr(below(text.size()), below(40))); break;
    }
    if (text.empty()) text = "}";
  }

  std::mt19937_64 random_;
};

void expect_same_of_damaged(JsonFormat format, TextRules rules) {
  constexpr int documents = 5;
  constexpr int damages = 200;
  OutlineReader reader(rules);
  for (int left = documents; left > 0; --left) {
    const std::string text = json_of(format, random_document(RandomKind::any));
    expect_same(text, reader, rules);
    Damage damage(*rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>()));
    for (int tries = damages; tries > 0; --tries) expect_same(damage.done_to(text), reader, rules);
  }
}

RC_GTEST_PROP(DocumentOutline, IsThatOfTheDocumentRead, ()) {
  OutlineReader reader;
  for (int left = 20; left > 0; --left) {
    expect_same(json_of(JsonFormat::canonical, random_document(RandomKind::any)), reader);
    expect_same(json_of(JsonFormat::canonical, random_document(RandomKind::in_usual_forms)), reader);
    expect_same(json_of(JsonFormat::relaxed, random_document(RandomKind::any)), reader);
  }
}

RC_GTEST_PROP(DocumentOutline, OfDamagedCanonicalTextIsWhatReadingSays, ()) {
  expect_same_of_damaged(JsonFormat::canonical, {});
}

RC_GTEST_PROP(DocumentOutline, OfDamagedRelaxedTextIsWhatReadingSays, ()) {
  expect_same_of_damaged(JsonFormat::relaxed, {});
}

RC_GTEST_PROP(DocumentOutline, GoesByTheRules, ()) {
  // One of them in each case: both take the sanitizers ten minutes.
  const TextRules literal = {TextRules::Wrappers::literal};
  const TextRules guessing = {TextRules::Wrappers::read, TextRules::Guess::ids_and_dates};
  expect_same_of_damaged(JsonFormat::canonical, *rc::gen::arbitrary<bool>() ? literal : guessing);
}

TEST(DocumentOutline, OfEveryTextThatIsOneByteOffIsWhatReadingSays) {
  OutlineReader reader;
  const std::string whole =
      R"({"_id":{"$oid":"65d3f1c09f1b2a0012ab34cd"},"a":[{"$numberInt":"-2147483648"},{"$numberLong":"10"}],"é":"\n€",)"
      R"("d":{"$numberDouble":"1.5E-7"},"e":{"$numberDecimal":"12.50"},"t":{"$date":{"$numberLong":"-1"}},"n":null,)"
      R"("b":{"$binary":{"base64":"AQIDBA==","subType":"02"}},"s":{"$timestamp":{"t":7,"i":1}},"x":{"$minKey":1}})";
  ASSERT_TRUE(walk(whole));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = whole;
      text[at] = static_cast<char>(byte);
      expect_same(text, reader);
    }
    expect_same(whole.substr(0, at), reader);
    expect_same(std::string(whole).erase(at, 1), reader);
    expect_same(std::string(whole).insert(at, 1, whole[at]), reader);
  }
}

TEST(DocumentOutline, TakesTheFirstIdAtTheTop) {
  OutlineReader reader;
  for (const char* id :
       {R"("text é \n")", R"({"$numberInt":"5"})", R"({"$numberLong":"-5"})", R"({"$numberDouble":"0.5"})", "null",
        R"({"$oid":"65D3f1c09f1b2a0012ab34cd"})", R"({"a":{"$numberInt":"1"},"_id":"in"})", R"(["_id"])",
        R"({"$binary":{"base64":"AQIDBAUGBwgJCgsMDQ4PEA==","subType":"04"}})", R"({"$date":{"$numberLong":"5"}})"}) {
    const std::string member = std::string("\"_id\":") + id;
    for (const std::string& text :
         {"{" + member + "}", "{\"a\":{\"_id\":\"in\"},\"_ida\":\"b\"," + member + ",\"_id\":\"second\"}"}) {
      EXPECT_TRUE(walk(text)) << text;
      expect_same(text, reader);
      EXPECT_TRUE(reader.outline().id) << text;
    }
  }
  expect_same(R"({"a":{"_id":"in"}})", reader);
  EXPECT_FALSE(reader.outline().id);
}

TEST(DocumentOutline, KeepsToTheLimits) {
  OutlineReader reader;
  for (const int levels : {198, 199, 200, 201, 1000}) {
    std::string text = "{\"a\":1}";
    for (int level = 1; level < levels; ++level)
      text = level % 2 == 0 ? "{\"a\":" + text + "}" : "{\"a\":[" + text + "]}";
    expect_same(text, reader);
    std::string objects;
    for (int level = 0; level < levels; ++level) objects += "{\"a\":";
    expect_same(objects + "null" + std::string(static_cast<std::size_t>(levels), '}'), reader);
  }
  // A string of so many characters makes a document of 16 MiB.
  constexpr std::size_t largest_string = 16 * 1024 * 1024 - 13;
  for (const std::size_t size : {largest_string, largest_string + 1}) {
    expect_same("{\"a\":\"" + std::string(size, 'x') + "\"}", reader);
  }
  for (const int elements : {9, 10, 11, 100, 101, 1000, 1001, 10'001}) {
    std::string text = "{\"a\":[null";
    for (int element = 1; element < elements; ++element) text += ",null";
    expect_same(text + "]}", reader);
  }
}

TEST(DocumentOutline, DoesNotGoByTheKeysOfOtherTexts) {
  OutlineReader reader;
  for (int round = 0; round < 2; ++round) {
    for (const char* text :
         {R"({"_id":null,"ab":true,"abc":false})", R"({"_id":null,"abc":true,"ab":false})", R"({"_id":null,"ab":{}})",
          R"({"ab":{"_id":null,"ab":{"_id":[{"ab":null},{"ab":null},{"abc":null}]}}})", R"({"_id":null,"ab";true})",
          R"({"":null,"a":null,"":null})", R"({"a:":null})", R"({"a":null,"a":{"a":{"a":null}}})", R"({"ab" :null})",
          R"({"twenty-one characters":null,"twenty-two characters.":null,"twenty-three characters":null})",
          R"({"twenty-one characters":nul,"twenty-two characters.":null,"twenty-three characters":null})"}) {
      expect_same(text, reader);
    }
  }
  // More keys than are remembered, of which none is where it was guessed, and then such that are: guessing stops, and
  // is taken up again.
  for (int round = 0; round < 3; ++round) {
    for (int document = 0; document < 500; ++document) {
      const std::string key = std::to_string(document % (500 - round));
      expect_same("{\"_id\":\"" + key + "\",\"" + key + "\":{\"in " + key + "\":null},\"a\":true}", reader);
    }
    const std::string longer = "{\"_id\":\"" + std::string(1000, 'x') + "\",\"ab\":{\"c\":[{\"d\":null}]}}";
    for (int document = 0; document < 300; ++document) expect_same(longer, reader);
    expect_same(std::string(longer).replace(longer.find("\"ab"), 4, "\"ab:"), reader);
  }
}

TEST(CanonicalWalk, TakesWhatIsUsual) {
  for (const char* value : {R"({"$numberInt":"0"})",
                            R"({"$numberInt":"2147483647"})",
                            R"({"$numberLong":"-9223372036854775808"})",
                            R"({"$numberDouble":"-0.0"})",
                            R"({"$numberDouble":"1.7976931348623157E+18"})",
                            R"({"$numberDouble":"NaN"})",
                            R"({"$numberDouble":"-Infinity"})",
                            R"({"$numberDecimal":"-1234567890123456789.50"})",
                            R"({"$numberDecimal":"1E+3"})",
                            R"({"$numberDecimal":"Infinity"})",
                            R"({"$undefined":true})",
                            R"({"$binary":{"base64":"","subType":"00"}})",
                            R"({"$timestamp":{"t":4294967295,"i":0}})",
                            R"({"$ref":"orders","$id":{"$numberInt":"1"},"$db":"shop"})",
                            R"("\u001f\"\\\/\b\f\n\r\t 日本 🔔")",
                            "{}",
                            "[]",
                            "true",
                            "false",
                            "null",
                            R"({"$maxKey":1})",
                            R"({"a key that is longer than a block, é":"b"})"}) {
    const std::string text = std::string("{\"a\":") + value + "}";
    const std::optional<WalkedText> walked = walk(text);
    ASSERT_TRUE(walked) << text;
    EXPECT_EQ(walked->size, read_text(text).bytes.size()) << text;
  }
}

TEST(CanonicalWalk, GivesUpOnAllElse) {
  for (const char* text : {"",
                           "{",
                           "}",
                           "[]",
                           "{}}",
                           "{},",
                           R"({"a":1})",
                           R"({"a":true,})",
                           R"({"a" :true})",
                           R"({"a":true}})",
                           R"({"a":{"$numberInt":"2147483648"}})",
                           R"({"a":{"$numberInt":"-2147483649"}})",
                           R"({"a":{"$numberInt":"01"}})",
                           R"({"a":{"$numberInt":""}})",
                           R"({"a":{"$numberInt":"-"}})",
                           R"({"a":{"$numberInt":"1.0"}})",
                           R"({"a":{"$numberLong":"9223372036854775808"}})",
                           R"({"a":{"$numberDouble":"1E+999"}})",
                           R"({"a":{"$numberDouble":"1."}})",
                           R"({"a":{"$numberDecimal":"12345678901234567890123456789012345"}})",
                           R"({"a":{"$timestamp":{"t":4294967296,"i":0}}})",
                           R"({"a":{"$oid":"65d3f1c09f1b2a0012ab34cg"}})",
                           R"({"a":{"$binary":{"base64":"AQI","subType":"00"}}})",
                           R"({"a":{"$binary":{"base64":"AR==","subType":"00"}}})",
                           R"({"a":{"$numberInt":"1","b":"c"}})",
                           R"({"$oid":"65d3f1c09f1b2a0012ab34cd"})",
                           R"({"\u0024oid":"a"})",
                           R"({"a":{"$code":"a"}})",
                           R"({"a\u0000":"b"})",
                           R"({"_id":"a","$bson":{}})",
                           "{\"a\":\"\xFF\"}",
                           "{\"a\xC3\":\"b\"}",
                           "{\"a\":\"\xC3\"}",
                           "{\"a\":\"\n\"}",
                           R"({"a":"\ud83d\ude00"})",
                           R"({"a":tru})"}) {
    EXPECT_FALSE(walk(text)) << text;
  }
}

}  // namespace
}  // namespace mongokeep::extjson
