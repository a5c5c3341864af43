// MongoDB's bson-corpus from the other side: all of its texts are read, and what it says is no text of a document is
// refused.

#include <gmock/gmock.h>

#include <iostream>
#include <string>
#include <vector>

#include "bson_corpus/corpus.h"
#include "extjson/text_reading.h"

namespace mongokeep::extjson {
namespace {

/// Numbers of milliseconds are dates to us, since MongoDB's tools before 2.6 wrote them so.
const std::vector<std::string> errors_that_are_read = {
    "top.json: Bad $date (number, not string or hash)",
};

/// The text of a case, where it has a member of this name.
std::optional<std::string> text_of(const nlohmann::json& one, const char* member) {
  if (!one.contains(member)) return std::nullopt;
  return one.at(member).get<std::string>();
}

TEST_F(BsonCorpus, ValidTextsAreReadAsTheBytesThatTheCorpusGives) {
  int canonical = 0;
  int degenerate = 0;
  for_each_case("valid", [&](const std::string&, const Case& valid) {
    // A text that says less than its bytes leads elsewhere.
    if (valid.value("lossy", false)) return;
    const Bytes bytes = from_hex(valid.at("canonical_bson"));
    for (const char* member : {"canonical_extjson", "degenerate_extjson"}) {
      const std::optional<std::string> text = text_of(valid, member);
      if (!text) continue;
      ++(member[0] == 'c' ? canonical : degenerate);
      const TextReading reading = read_text(*text);
      EXPECT_EQ(reading.bytes, bytes) << *text << "\n" << fault_text(reading);
    }
  });
  EXPECT_GT(canonical, 700);
  EXPECT_GT(degenerate, 250);
  std::cout << "bson-corpus, reading: " << canonical << " canonical texts, " << degenerate << " degenerate ones\n";
}

TEST_F(BsonCorpus, LossyTextsAreReadAsWhatTheyAreTheTextOf) {
  int lossy = 0;
  for_each_case("valid", [&](const std::string&, const Case& valid) {
    if (!valid.value("lossy", false)) return;
    for (const char* member : {"canonical_extjson", "degenerate_extjson"}) {
      const std::optional<std::string> text = text_of(valid, member);
      if (!text) continue;
      ++lossy;
      const TextReading reading = read_text(*text);
      ASSERT_FALSE(reading.fault) << *text << "\n" << fault_text(reading);
      const TextReading canonical = read_text(valid.at("canonical_extjson").get<std::string>());
      EXPECT_EQ(reading.bytes, canonical.bytes);
    }
  });
  EXPECT_GT(lossy, 5);
}

TEST_F(BsonCorpus, RelaxedTextsAreReadAsDocumentsOfTheSameText) {
  int relaxed = 0;
  for_each_case("valid", [&](const std::string&, const Case& valid) {
    const std::optional<std::string> text = text_of(valid, "relaxed_extjson");
    if (!text) return;
    ++relaxed;
    const TextReading reading = read_text(*text);
    ASSERT_FALSE(reading.fault) << *text << "\n" << fault_text(reading);
    EXPECT_EQ(json_of(JsonFormat::relaxed, reading.bytes),
              json_of(JsonFormat::relaxed, from_hex(valid.at("canonical_bson"))));
  });
  EXPECT_GT(relaxed, 20);
}

TEST_F(BsonCorpus, ParseErrorsAreRefused) {
  std::vector<std::string> read;
  int errors = 0;
  int decimals = 0;
  for_each_case("parseErrors", [&](const std::string& name, const Case& invalid) {
    ++errors;
    std::string text = invalid.at("string").get<std::string>();
    if (name.starts_with("decimal128")) {
      // The corpus has the number alone.
      text = nlohmann::json{{"d", {{"$numberDecimal", text}}}}.dump();
      ++decimals;
    }
    const TextReading reading = read_text(text);
    if (reading.fault) {
      EXPECT_LE(reading.fault->offset, text.size());
      EXPECT_FALSE(reading.fault->cause.empty());
    } else {
      read.push_back(name);
    }
  });
  EXPECT_THAT(read, testing::ElementsAreArray(errors_that_are_read));
  EXPECT_GT(errors, 170);
  std::cout << "bson-corpus, reading: " << errors << " parse errors, " << decimals << " of them decimals; "
            << read.size() << " are read all the same\n";
}

TEST_F(BsonCorpus, CasesWithConvertedBytesAreReadAsTheText) {
  for_each_case("valid", [&](const std::string&, const Case& valid) {
    const std::optional<std::string> text = text_of(valid, "converted_extjson");
    if (!text) return;
    const TextReading reading = read_text(*text);
    EXPECT_EQ(reading.bytes, from_hex(valid.at("converted_bson"))) << *text << "\n" << fault_text(reading);
  });
}

}  // namespace
}  // namespace mongokeep::extjson
