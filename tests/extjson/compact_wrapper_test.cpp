// What is read the quick way is read as it is the general way, which a blank behind the brace asks for.

#include "extjson/compact_wrapper.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "extjson/document_reader.h"

namespace mongokeep::extjson {
namespace {

struct Reading {
  std::string document;
  std::string cause;
  std::size_t offset = 0;

  bool operator==(const Reading&) const = default;
};

/// Of a document whose only member is an object with this inside; offsets count from the inside's first character.
Reading read(const std::string& blank, const std::string& inside) {
  const std::string opening = "{\"a\":{" + blank;
  std::string text = opening + inside;
  const std::size_t size = text.size();
  text.append(reading_room, '"');
  DocumentReader reader;
  Reading reading;
  if (const std::optional<TextFault> fault = reader.read(std::string_view(text).substr(0, size))) {
    reading.cause = fault->cause;
    reading.offset = fault->offset - opening.size();
  } else {
    const BsonView document = reader.document();
    reading.document.assign(reinterpret_cast<const char*>(document.data), document.size);
  }
  return reading;
}

void expect_the_same(const std::string& inside) {
  const Reading quick = read("", inside);
  const Reading general = read(" ", inside);
  EXPECT_EQ(quick.document, general.document) << inside;
  EXPECT_EQ(quick.cause, general.cause) << inside;
  EXPECT_EQ(quick.offset, general.offset) << inside;
}

const std::vector<std::string> values = {"0",
                                         "-0",
                                         "5",
                                         "007",
                                         "-",
                                         "",
                                         "-5",
                                         "2147483647",
                                         "2147483648",
                                         "-2147483648",
                                         "-2147483649",
                                         "12345678",
                                         "123456789012345678",
                                         "9223372036854775807",
                                         "9223372036854775808",
                                         "-9223372036854775808",
                                         "1.5",
                                         "1.",
                                         ".5",
                                         "1e5",
                                         "1E400",
                                         "-1e-400",
                                         "NaN",
                                         "Infinity",
                                         "-Infinity",
                                         "5x",
                                         "5 ",
                                         " 5",
                                         "+5",
                                         "0.1000000000000000055511151231257827",
                                         "65d3f1c09f1b2a0012ab34cd",
                                         "65D3F1C09F1B2A0012AB34CD",
                                         "65d3f1c09f1b2a0012ab34c",
                                         "65d3f1c09f1b2a0012ab34cde",
                                         "65d3f1c09f1b2a0012ab34cg",
                                         "\\u0035"};

TEST(CompactWrapper, IsReadAsTheGeneralWayReadsIt) {
  for (const std::string& value : values) {
    for (const std::string key : {"$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$oid", "$date"}) {
      const std::string member = "\"" + key + "\":\"" + value + "\"";
      expect_the_same(member + "}}");
      expect_the_same(member + " }}");
      expect_the_same(member + ",\"b\":1}}");
      expect_the_same(member + "]}");
      expect_the_same(member + "}");
      expect_the_same(member);
    }
    const std::string date = "\"$date\":{\"$numberLong\":\"" + value + "\"";
    expect_the_same(date + "}}}");
    expect_the_same(date + "} }}");
    expect_the_same(date + ",\"b\":1}}}");
    expect_the_same(date + "},\"b\":1}}");
    expect_the_same(date + "}}");
    expect_the_same(date + "}");
  }
}

TEST(CompactWrapper, IsReadAsTheGeneralWayReadsItWhereverItIsCut) {
  for (const std::string whole : {R"("$numberInt":"5"}})", R"("$numberLong":"-77"}})", R"("$numberDouble":"1.5"}})",
                                  R"("$oid":"65d3f1c09f1b2a0012ab34cd"}})", R"("$date":{"$numberLong":"5"}}})"}) {
    EXPECT_EQ(read("", whole).cause, "") << whole;
    for (std::size_t size = 0; size < whole.size(); ++size) expect_the_same(whole.substr(0, size));
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const char other : {'x', '"', '{', '}', ':', '5', '\\'}) {
        std::string changed = whole;
        changed[at] = other;
        expect_the_same(changed);
      }
    }
  }
}

}  // namespace
}  // namespace mongokeep::extjson
