// MongoDB's bson-corpus, all files and all cases that concern a writer of text: what it says of Extended JSON v2 is
// what we hold to. Its parseErrors are for readers of text, and are counted but not run here.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

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

std::vector<std::uint8_t> from_hex(const std::string& hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t index = 0; index + 1 < hex.size(); index += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(index, 2), nullptr, 16)));
  }
  bytes.shrink_to_fit();
  return bytes;
}

std::string text_of(JsonFormat format, const std::string& hex) {
  const std::vector<std::uint8_t> bytes = from_hex(hex);
  TextBuffer text;
  DocumentWriter(format).write({bytes.data(), bytes.size()}, text);
  return std::string(text.view());
}

bool is_envelope(const std::string& text) {
  return json::parse(text).contains("$bson");
}

struct Counts {
  int files = 0;
  int valid = 0;
  int canonical_texts = 0;
  int relaxed_texts = 0;
  int degenerate = 0;
  int decode_errors = 0;
  int parse_errors = 0;
};

/// The corpus, file by file in order of names.
class BsonCorpus : public testing::Test {
 protected:
  void for_each_file(const std::function<void(const std::string& name, const json& content)>& visit) {
    const std::filesystem::path folder = BSON_CORPUS_FOLDER;
    ASSERT_TRUE(std::filesystem::is_directory(folder)) << folder << " is missing: run scripts/fetch-bson-corpus";
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == ".json") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    ASSERT_FALSE(paths.empty()) << folder << " holds no file";
    for (const auto& path : paths) {
      std::ifstream file(path);
      visit(path.filename().string(), json::parse(file));
      ++counts_.files;
    }
  }

  static json cases(const json& content, const char* kind) { return content.value(kind, json::array()); }

  Counts counts_;
};

TEST_F(BsonCorpus, ValidCasesHaveTheTextThatTheCorpusGives) {
  std::vector<std::string> in_envelope;
  for_each_file([&](const std::string& file, const json& content) {
    for (const json& valid : cases(content, "valid")) {
      const std::string name = file + ": " + valid.at("description").get<std::string>();
      SCOPED_TRACE(name);
      ++counts_.valid;
      const std::string text = text_of(JsonFormat::canonical, valid.at("canonical_bson"));
      if (is_envelope(text)) {
        in_envelope.push_back(name);
        continue;
      }
      EXPECT_EQ(normalised_json(text), normalised_json(valid.at("canonical_extjson").get<std::string>()));
      EXPECT_EQ(text.find_first_of("\n\r\t"), std::string::npos);
      ++counts_.canonical_texts;
    }
  });
  for_each_file([&](const std::string& file, const json& content) {
    for (const json& valid : cases(content, "valid")) {
      if (!valid.contains("degenerate_bson")) continue;
      const std::string name = file + ": " + valid.at("description").get<std::string>() + " (degenerate)";
      SCOPED_TRACE(name);
      ++counts_.degenerate;
      EXPECT_TRUE(is_envelope(text_of(JsonFormat::canonical, valid.at("degenerate_bson"))));
      in_envelope.push_back(name);
    }
  });
  std::sort(in_envelope.begin(), in_envelope.end());
  EXPECT_THAT(in_envelope, testing::ElementsAreArray(cases_in_envelope));
  EXPECT_GT(counts_.canonical_texts, 700);
  std::cout << "bson-corpus, canonical: " << counts_.files / 2 << " files, " << counts_.valid << " valid cases, "
            << counts_.canonical_texts << " with the corpus' text, " << counts_.degenerate << " degenerate; "
            << in_envelope.size() << " in the envelope\n";
}

TEST_F(BsonCorpus, RelaxedTextIsTheOneThatTheCorpusGives) {
  for_each_file([&](const std::string& file, const json& content) {
    for (const json& valid : cases(content, "valid")) {
      if (!valid.contains("relaxed_extjson")) continue;
      SCOPED_TRACE(file + ": " + valid.at("description").get<std::string>());
      ++counts_.relaxed_texts;
      EXPECT_EQ(normalised_json(text_of(JsonFormat::relaxed, valid.at("canonical_bson"))),
                normalised_json(valid.at("relaxed_extjson").get<std::string>()));
    }
  });
  EXPECT_GT(counts_.relaxed_texts, 20);
  std::cout << "bson-corpus, relaxed: " << counts_.files << " files, " << counts_.relaxed_texts << " texts\n";
}

TEST_F(BsonCorpus, BytesThatAreNotBsonAreErrors) {
  std::vector<std::string> in_envelope;
  for_each_file([&](const std::string& file, const json& content) {
    counts_.parse_errors += static_cast<int>(cases(content, "parseErrors").size());
    for (const json& invalid : cases(content, "decodeErrors")) {
      const std::string name = file + ": " + invalid.at("description").get<std::string>();
      SCOPED_TRACE(name);
      ++counts_.decode_errors;
      try {
        const std::string text = text_of(JsonFormat::canonical, invalid.at("bson"));
        EXPECT_TRUE(is_envelope(text)) << text;
        in_envelope.push_back(name);
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
        EXPECT_THAT(error.what(), testing::HasSubstr("at byte "));
      }
    }
  });
  EXPECT_THAT(in_envelope, testing::ElementsAreArray(errors_in_envelope));
  EXPECT_GT(counts_.decode_errors, 70);
  std::cout << "bson-corpus, errors: " << counts_.files << " files, " << counts_.decode_errors << " decode errors, "
            << in_envelope.size() << " of them kept in the envelope; " << counts_.parse_errors
            << " parse errors, which are for a reader\n";
}

}  // namespace
}  // namespace mongokeep::extjson
