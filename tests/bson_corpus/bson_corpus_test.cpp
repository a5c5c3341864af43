// MongoDB's bson-corpus, all files and all cases that concern a writer of text: what it says of Extended JSON v2 is
// what we hold to. Reading text is in reader_corpus_test.cpp.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bson_corpus/corpus.h"
#include "bson_corpus/json_text.h"
#include "extjson/document_writer.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {
namespace {

using nlohmann::json;

/// The cases whose text says less than their bytes, as the corpus' own `lossy` and `degenerate_bson` have it. Canonical
/// text has to lead back to the bytes, so that these are in the envelope.
const std::vector<std::string> cases_in_envelope = {
    "array.json: Multi Element Array with duplicate indexes (degenerate)",
    "array.json: Single Element Array with index set incorrectly to ab (degenerate)",
    "array.json: Single Element Array with index set incorrectly to empty string (degenerate)",
    "decimal128-1.json: Special - Canonical SNaN",
    "decimal128-1.json: Special - Invalid representation treated as -0",
    "decimal128-1.json: Special - Invalid representation treated as 0",
    "decimal128-1.json: Special - Invalid representation treated as 0E3",
    "decimal128-1.json: Special - NaN with a payload",
    "decimal128-1.json: Special - Negative NaN",
    "decimal128-1.json: Special - Negative NaN",
    "decimal128-1.json: Special - Negative SNaN",
    "double.json: NaN with payload",
    "regex.json: flags not alphabetized (degenerate)",
};

/// Strings that are not UTF-8, and old binaries (subtype 2) whose inner length does not fit their outer one, are errors
/// to the corpus. Servers may have stored them, and a backup keeps what a collection holds, so that for us they are
/// reasons for the envelope.
const std::vector<std::string> errors_in_envelope = {
    "binary.json: subtype 0x02 length too long ",
    "binary.json: subtype 0x02 length too short",
    "binary.json: subtype 0x02 length negative one",
    "code.json: invalid UTF-8",
    "dbpointer.json: String with bad UTF-8",
    "string.json: invalid UTF-8",
    "symbol.json: invalid UTF-8",
};

std::string text_of(JsonFormat format, const std::string& hex) {
  const std::vector<std::uint8_t> bytes = from_hex(hex);
  TextBuffer text;
  DocumentWriter(format).write({bytes.data(), bytes.size()}, text);
  return std::string(text.view());
}

bool is_envelope(const std::string& text) {
  return json::parse(text).contains("$bson");
}

TEST_F(BsonCorpus, ValidCasesHaveTheTextThatTheCorpusGives) {
  std::vector<std::string> in_envelope;
  int valid_cases = 0;
  int canonical_texts = 0;
  for_each_case("valid", [&](const std::string& name, const Case& valid) {
    ++valid_cases;
    const std::string text = text_of(JsonFormat::canonical, valid.at("canonical_bson"));
    if (is_envelope(text)) {
      in_envelope.push_back(name);
      return;
    }
    EXPECT_EQ(normalised_json(text), normalised_json(valid.at("canonical_extjson").get<std::string>()));
    EXPECT_EQ(text.find_first_of("\n\r\t"), std::string::npos);
    ++canonical_texts;
  });
  int degenerate = 0;
  for_each_case("valid", [&](const std::string& name, const Case& valid) {
    if (!valid.contains("degenerate_bson")) return;
    ++degenerate;
    EXPECT_TRUE(is_envelope(text_of(JsonFormat::canonical, valid.at("degenerate_bson"))));
    in_envelope.push_back(name + " (degenerate)");
  });
  std::sort(in_envelope.begin(), in_envelope.end());
  EXPECT_THAT(in_envelope, testing::ElementsAreArray(cases_in_envelope));
  EXPECT_GT(canonical_texts, 700);
  std::cout << "bson-corpus, canonical: " << files() << " files, " << valid_cases << " valid cases, " << canonical_texts
            << " with the corpus' text, " << degenerate << " degenerate; " << in_envelope.size()
            << " in the envelope\n";
}

TEST_F(BsonCorpus, RelaxedTextIsTheOneThatTheCorpusGives) {
  int relaxed_texts = 0;
  for_each_case("valid", [&](const std::string&, const Case& valid) {
    if (!valid.contains("relaxed_extjson")) return;
    ++relaxed_texts;
    EXPECT_EQ(normalised_json(text_of(JsonFormat::relaxed, valid.at("canonical_bson"))),
              normalised_json(valid.at("relaxed_extjson").get<std::string>()));
  });
  EXPECT_GT(relaxed_texts, 20);
  std::cout << "bson-corpus, relaxed: " << files() << " files, " << relaxed_texts << " texts\n";
}

TEST_F(BsonCorpus, BytesThatAreNotBsonAreErrors) {
  std::vector<std::string> in_envelope;
  int decode_errors = 0;
  for_each_case("decodeErrors", [&](const std::string& name, const Case& invalid) {
    ++decode_errors;
    try {
      const std::string text = text_of(JsonFormat::canonical, invalid.at("bson"));
      EXPECT_TRUE(is_envelope(text)) << text;
      in_envelope.push_back(name);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
      EXPECT_THAT(error.what(), testing::HasSubstr("at byte "));
    }
  });
  EXPECT_THAT(in_envelope, testing::ElementsAreArray(errors_in_envelope));
  EXPECT_GT(decode_errors, 70);
  std::cout << "bson-corpus, errors: " << files() << " files, " << decode_errors << " decode errors, "
            << in_envelope.size() << " of them kept in the envelope\n";
}

}  // namespace
}  // namespace mongokeep::extjson
