// Manifests as somebody may write them who can write to a root: with the right checksum.

#include <gmock/gmock.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "archive/forged_manifest.h"
#include "archive/manifest.h"
#include "archive/sample_manifest.h"
#include "archive/stored_metadata.h"
#include "mongokeep/error.h"
#include "support/process_limits.h"
#include "support/repeated.h"

namespace mongokeep::archive {
namespace {

using test::with_checksum_mended;
using test::with_exchanged;
using testing::HasSubstr;

std::string good_text() {
  Manifest manifest = sample_manifest();
  CollectionRecord users = sample_record();
  users.indexes = R"([{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}])";
  CollectionRecord orders = users;
  orders.name = "orders";
  orders.file = "orders.json";
  manifest.collections = {orders, users};
  return to_text(manifest);
}

/// The good text with one part of it exchanged.
std::string forged(const std::string& old, const std::string& replacement) {
  return test::forged_manifest(good_text(), old, replacement);
}

void ignore_files(std::string_view, std::uint64_t) {}

/// What is said of the text; empty where it is taken. All ways to read it have to agree.
std::string refusal(const std::string& text) {
  const auto cause_of = [](const std::function<void()>& read) -> std::string {
    try {
      read();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::damaged) << error.what();
      return error.cause();
    }
    return {};
  };
  Totals whole;
  Totals brief;
  const std::string cause = cause_of([&] { whole = totals_of(parse_manifest(text, "m")); });
  EXPECT_EQ(cause_of([&] { brief = parse_brief_manifest(text, "m", ignore_files).totals; }), cause);
  EXPECT_EQ(whole.documents, brief.documents);
  EXPECT_EQ(whole.collections, brief.collections);
  if (const auto scanned = scan_manifest(text, ignore_files)) {
    EXPECT_EQ(cause, "") << "taken in passing";
    EXPECT_EQ(whole.documents, scanned->totals.documents);
  }
  return cause;
}

TEST(HostileManifest, BeginsAsAGoodOne) {
  EXPECT_EQ(refusal(good_text()), "");
  EXPECT_TRUE(scan_manifest(good_text(), ignore_files));
}

TEST(HostileManifest, WithAnUnknownMemberIsTakenWithoutIt) {
  EXPECT_EQ(refusal(forged("\"tool\"", "\"x\": {\"y\": [1, {}]},\n  \"tool\"")), "");
  EXPECT_EQ(refusal(forged("\"type\"", "\"x\": {\"y\": [1, {}], \"name\": 1},\n      \"type\"")), "");
  EXPECT_EQ(refusal(forged("\"type\"", "\"x\": 1,\n      \"x\": 2,\n      \"type\"")), "");
}

TEST(HostileManifest, NestedDeepIsRefused) {
  for (const std::size_t depth : {246U, 247U, 248U, 249U, 250U, 50'000U, 500'000U}) {
    const std::string nested = test::repeated(depth, "[") + test::repeated(depth, "]");
    const bool fits_in_record = depth + 3 <= 250;
    EXPECT_EQ(refusal(forged("\"options\": {}", "\"options\": " + nested)).empty(), fits_in_record) << depth;
    EXPECT_EQ(refusal(forged("\"type\"", "\"x\": " + nested + ",\n      \"type\"")).empty(), fits_in_record) << depth;
    EXPECT_EQ(refusal(forged("\"tool\"", "\"x\": " + nested + ",\n  \"tool\"")).empty(), depth + 1 <= 250) << depth;
    EXPECT_THAT(refusal(forged("\"tool\": \"t\"", "\"tool\": " + nested)), HasSubstr("it is an array"));
  }
}

TEST(HostileManifest, WithAMemberTwiceIsRefused) {
  for (const char* const member : {"\"formatVersion\": 1,", "\"database\": \"shop\",", "\"status\": \"complete\",",
                                   "\"name\": \"users\",", "\"documents\": 3,", "\"options\": {},"}) {
    EXPECT_THAT(refusal(forged(member, std::string(member) + "\n" + member)), HasSubstr("it is there twice")) << member;
  }
  EXPECT_THAT(refusal(forged("\n  ],", "\n  ],\n  \"collections\": [],")), HasSubstr("it is there twice"));
}

TEST(HostileManifest, WithANumberOfAnotherKindIsRefused) {
  for (const char* const number : {"-1", "-0", "1.0", "1e2", "1e400", "18446744073709551616", "9223372036854775808",
                                   "true", "null", "\"3\"", "[3]", "{}", "03", "+3", ".3", "3.", "0x3", "NaN", ""}) {
    for (const char* const member : {"\"documents\": ", "\"bsonBytes\": ", "\"storedBytes\": "}) {
      const std::string good = good_text().substr(good_text().find(member));
      const std::string line = good.substr(0, good.find(','));
      EXPECT_NE(refusal(forged(line, std::string(member) + number)), "") << member << number;
    }
    EXPECT_NE(refusal(forged("\"formatVersion\": 1", std::string("\"formatVersion\": ") + number)), "") << number;
  }
  EXPECT_NE(refusal(forged("\"formatVersion\": 1", "\"formatVersion\": 4294967297")), "") << "it is not 1 either";
  EXPECT_EQ(refusal(forged("\"documents\": 3", "\"documents\": 9223372036854775807")), "");
}

TEST(HostileManifest, AddsUpToNoMoreThanANumberHolds) {
  std::string text = good_text();
  for (int time = 0; time < 2; ++time)
    text = with_exchanged(text, "\"documents\": 3", "\"documents\": 9223372036854775807");
  text = with_checksum_mended(text);
  EXPECT_EQ(refusal(text), "");
  EXPECT_EQ(totals_of(parse_manifest(text, "m")).documents, CollectionRecord::highest_number);
}

TEST(HostileManifest, WithATextOfAnotherKindIsRefused) {
  for (const char* const value : {"1", "null", "true", "[]", "{}", "\"\xFF\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
                                  "\"a\tb\"", "'x'", "x", "\"\\x\"", "\"\"\"", ""}) {
    for (const char* const member :
         {"\"tool\": \"t\"", "\"server\": \"s\"", "\"database\": \"shop\"", "\"name\": \"users\"",
          "\"type\": \"collection\"", "\"file\": \"users.json\"", "\"status\": \"complete\"",
          "\"startedAt\": \"2024-02-20T01:00:00.000Z\"", "\"xxh3_128\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""}) {
      const std::string key = std::string(member).substr(0, std::string(member).find(": ") + 2);
      EXPECT_NE(refusal(forged(member, key + value)), "") << key << value;
    }
  }
}

TEST(HostileManifest, WithANameThatIsNoneIsRefused) {
  for (const char* const name : {"", "a\\u0000b", "\\u0000"}) {
    EXPECT_THAT(refusal(forged("\"name\": \"users\"", std::string("\"name\": \"") + name + '"')), HasSubstr("no name"));
    EXPECT_THAT(
        refusal(forged("\"name\": \"users\"", std::string("\"name\": \"users\", \"database\": \"") + name + '"')),
        HasSubstr("no name"));
  }
  EXPECT_THAT(refusal(forged("\"database\": \"shop\"", "\"database\": \"a\\u0000\"")), HasSubstr("no name"));
  EXPECT_THAT(refusal(forged("\"name\": \"users\"", "\"name\": \"" + test::repeated(65537, "x") + '"')),
              HasSubstr("longer than"));
  EXPECT_EQ(refusal(forged("\"name\": \"users\"", "\"name\": \"\xC3\xA4\\u00e4\\n\"")), "");
}

TEST(HostileManifest, WithAFileElsewhereIsRefused) {
  for (const char* const file : {"", ".", "..", "../x.json", "/etc/passwd", "a/../b", "a/b/c.json", "a//b", "a/", "/a",
                                 "a/.b", ".lock", "a\\u0000.json", "\\u002e./x"}) {
    EXPECT_THAT(refusal(forged("\"file\": \"users.json\"", std::string("\"file\": \"") + file + '"')),
                HasSubstr("not in this folder"))
        << file;
  }
}

TEST(HostileManifest, ThatLacksAMemberIsRefused) {
  const std::string text = good_text();
  for (const std::string key : {"tool", "server", "textFormat", "status", "startedAt", "finishedAt", "formatVersion",
                                "collections", "name", "type", "documents", "bsonBytes", "storedBytes", "options"}) {
    EXPECT_THAT(refusal(forged('"' + key + '"', "\"another\"")), HasSubstr("`" + key + "` is missing")) << key;
  }
  EXPECT_THAT(refusal(forged("\"indexes\"", "\"another\"")), HasSubstr("`indexes` is missing"));
}

TEST(HostileManifest, OfLinesThatAreNoJsonTogetherIsRefused) {
  for (const auto& [old, replacement] :
       std::vector<std::pair<std::string, std::string>>{{"\"documents\": 3,", "\"documents\": 3"},
                                                        {"    },\n    {", "    }\n    {"},
                                                        {"    }\n  ]", "    },\n  ]"},
                                                        {"\"options\": {}", "\"options\": {},"},
                                                        {"\"options\": {}", "\"options\": 1],[2"},
                                                        {"\"options\": {}", "\"options\": \xEF\xBB\xBF{}"},
                                                        {"\"options\": {}", "\"options\": {\"a\":1e400}"},
                                                        {"\"options\": {}", "\"options\": {\"a\":\"\xFF\"}"},
                                                        {"\"options\": {}", "\"options\": "},
                                                        {"\n  ],", "\n  ]"},
                                                        {"\n  ],", "\n  ],]"},
                                                        {"{\n  \"f", "{{\n  \"f"}}) {
    EXPECT_NE(refusal(forged(old, replacement)), "") << replacement;
  }
  EXPECT_NE(refusal(with_checksum_mended(good_text()) + " "), "");
  EXPECT_NE(refusal(good_text() + good_text()), "");
  EXPECT_NE(refusal(test::with_right_checksum(good_text() + "x")), "") << "a second checksum behind anything";
  EXPECT_NE(refusal("\xEF\xBB\xBF" + good_text()), "");
}

TEST(HostileManifest, OfTwoKindsAtOnceIsReadInOneWay) {
  // What a closed manifest has not is not looked at, and what only it has is not in an open one.
  EXPECT_EQ(refusal(forged("\"tool\"", "\"sealed\": \"\",\n  \"tool\"")), "");
  EXPECT_TRUE(parse_manifest(forged("\"tool\"", "\"sealed\": \"\",\n  \"tool\""), "m").is_closed);
  EXPECT_TRUE(parse_manifest(forged("\"tool\"", "\"sealed\": \"\",\n  \"tool\""), "m").collections[0].type.empty());
  EXPECT_NE(refusal(forged("\"tool\"", "\"sealed\": \"*\",\n  \"tool\"")), "");
  EXPECT_NE(refusal(forged("\"tool\"", "\"sealed\": \"QQ=\",\n  \"tool\"")), "");
  EXPECT_NE(refusal(forged("\"tool\"", "\"sealed\": \"QUI=QUI=\",\n  \"tool\"")), "");
  EXPECT_EQ(refusal(forged("\"type\"", "\"failed\": 3,\n      \"type\"")), "") << "unknown to an open one";
}

TEST(HostileManifest, TakesMemoryAndTimeByItsLengthOnly) {
  std::string keys;
  for (int number = 0; number < 400'000; ++number) keys += ",\"k" + std::to_string(number) + "\":0";
  const std::vector<std::string> texts = {
      forged("\"tool\"", "\"x\": [0" + test::repeated(4'000'000, ",0") + "],\n  \"tool\""),
      forged("\"tool\"", "\"x\": {\"k\":0" + keys + "},\n  \"tool\""),
      forged("\"tool\"", "\"k\": 0" + keys + ",\n  \"tool\""),
      forged("\"type\"", "\"k\": 0" + keys + ",\n      \"type\""),
      forged("\"options\": {}", "\"options\": {\"k\":0" + keys + "}"),
      forged("\"options\": {}", "\"options\": [[]" + test::repeated(2'000'000, ",[]") + "]"),
  };
  for (const std::string& text : texts) {
    EXPECT_TRUE(test::fits_into(64 * test::mebibyte, [&] { return refusal(text).empty(); })) << text.substr(0, 300);
  }
}

TEST(HostileManifest, ListsNoMoreCollectionsThanThereAre) {
  const std::string head =
      with_exchanged(good_text().substr(0, good_text().find("\n    {")), "\"tool\"", "\"sealed\": \"\",\n  \"tool\"");
  const std::string most = "{\"name\":\"a\"}" + test::repeated(Manifest::most_collections - 1, ",{\"name\":\"a\"}");
  const BriefManifest brief = parse_brief_manifest(test::with_right_checksum(head + most + "]"), "m", ignore_files);
  EXPECT_EQ(brief.totals.collections, Manifest::most_collections);
  const std::string records = most + ",{\"name\":\"a\"}";
  const std::string text = test::with_right_checksum(head + records + "]");
  EXPECT_TRUE(test::fits_into(64 * test::mebibyte, [&] {
    try {
      parse_brief_manifest(text, "m", ignore_files);
    } catch (const Error& error) {
      return error.cause().find("more than 1,000,000 collections") != std::string::npos;
    }
    return false;
  }));
}

TEST(HostileManifest, OfIndexesWithoutEndIsDamaged) {
  for (const std::string& indexes : {"[{}" + test::repeated(10'000, ",{}") + "]", std::string("{}"), std::string("[1]"),
                                     "[" + test::repeated(4'000'000, "0,") + "0]"}) {
    const Manifest manifest =
        parse_manifest(forged("\"indexes\": [", "\"indexes\": " + indexes + ",\n      \"y\": ["), "m");
    EXPECT_TRUE(test::fits_into(48 * test::mebibyte, [&] {
      try {
        stored_metadata(manifest.collections.front());
      } catch (const Error& error) {
        return error.kind() == ErrorKind::damaged;
      }
      return false;
    })) << indexes.substr(0, 20);
  }
}

}  // namespace
}  // namespace mongokeep::archive
