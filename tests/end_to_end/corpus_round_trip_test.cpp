// MongoDB's bson-corpus through a server, a backup and a restore: what a collection held comes back byte for byte.

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <map>

#include "end_to_end/scene.h"
#include "extjson/little_endian.h"

namespace mongokeep::test {
namespace {

using Names = std::vector<std::string>;

/// A valid case of the corpus as a document that a collection can hold.
struct Case {
  std::string file;
  std::string name;  ///< "file: description"
  Bytes document;
};

Bytes from_hex(const std::string& hex) {
  Bytes bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(at, 2), nullptr, 16)));
  }
  return bytes;
}

/// The document with an int `_id` in front of its elements. The cases with an `_id` of their own keep that.
Bytes with_id(const Bytes& document, std::int32_t id) {
  constexpr std::array<std::uint8_t, 5> key = {0x10, '_', 'i', 'd', 0};
  if (std::search(document.begin(), document.end(), key.begin() + 1, key.end()) != document.end()) return document;
  constexpr std::size_t length_size = 4;
  std::array<char, length_size> number;
  Bytes bytes(length_size);
  bytes.insert(bytes.end(), key.begin(), key.end());
  extjson::store_little_endian(number.data(), id);
  bytes.insert(bytes.end(), number.begin(), number.end());
  bytes.insert(bytes.end(), document.begin() + length_size, document.end());
  extjson::store_little_endian(reinterpret_cast<char*>(bytes.data()), static_cast<std::int32_t>(bytes.size()));
  return bytes;
}

/// All valid cases, degenerate forms of a document as cases of their own, by file.
std::vector<Case> read_corpus() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(BSON_CORPUS_FOLDER)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Case> cases;
  for (const std::filesystem::path& path : files) {
    const Json corpus = Json::parse(std::ifstream(path));
    if (!corpus.contains("valid")) continue;
    std::int32_t id = 0;
    for (const Json& valid : corpus.at("valid")) {
      const std::string file = path.filename();
      const std::string name = file + ": " + valid.at("description").get<std::string>();
      cases.push_back({file, name, with_id(from_hex(valid.at("canonical_bson")), id++)});
      if (!valid.contains("degenerate_bson")) continue;
      cases.push_back({file, name + " (degenerate)", with_id(from_hex(valid.at("degenerate_bson")), id++)});
    }
  }
  return cases;
}

/// What a server does to the cases; "file: *" stands for all cases of a file.
struct Peculiarities {
  Names breaking;  ///< makes the server break off the connection, and is not sent
  Names refused;
  Names altered;  ///< is stored as other bytes
};

Peculiarities peculiarities_of(ServerKind kind) {
  switch (kind) {
    case ServerKind::secantus_wheel:
      return {.breaking = {},
              .refused = {"datetime.json: Y10K"},
              .altered = {"array.json: Multi Element Array with duplicate indexes (degenerate)",
                          "array.json: Single Element Array with index set incorrectly to ab (degenerate)",
                          "array.json: Single Element Array with index set incorrectly to empty string (degenerate)",
                          "dbpointer.json: *", "multi-type-deprecated.json: *",
                          "regex.json: flags not alphabetized (degenerate)", "symbol.json: *", "undefined.json: *"}};
    case ServerKind::secantus_rust: return {};
    case ServerKind::ferretdb:
      return {
          .breaking = {"array.json: Multi Element Array with duplicate indexes (degenerate)",
                       "array.json: Single Element Array with index set incorrectly to ab (degenerate)",
                       "array.json: Single Element Array with index set incorrectly to empty string (degenerate)",
                       "code.json: *", "code_w_scope.json: *", "dbpointer.json: *", "decimal128-1.json: *",
                       "decimal128-2.json: *", "decimal128-3.json: *", "decimal128-4.json: *", "decimal128-5.json: *",
                       "double.json: NaN", "double.json: NaN with payload", "maxkey.json: *", "minkey.json: *",
                       "multi-type-deprecated.json: *", "multi-type.json: *", "symbol.json: *", "undefined.json: *"},
          .refused = {"binary.json: $type query operator (conflicts with legacy $binary form with $type field)",
                      "dbref.json: *", "document.json: Dollar as key in sub-document",
                      "document.json: Dollar-prefixed key in sub-document", "document.json: Dot as key in sub-document",
                      "document.json: Dotted key in sub-document", "double.json: -Inf", "double.json: Inf",
                      "regex.json: Regular expression as value of $regex query operator",
                      "regex.json: Regular expression as value of $regex query operator with $options", "top.json: *"},
          .altered = {"double.json: -0.0"}};
  }
  return {};
}

bool is_listed(const Names& list, const Case& one) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& entry) { return entry == one.name || entry == one.file + ": *"; });
}

/// The names, sorted, with "file: *" in the place of all cases of a file.
Names compacted(const std::vector<Case>& chosen, const std::vector<Case>& all) {
  const auto count_in = [](const std::vector<Case>& cases, const std::string& file) {
    return std::count_if(cases.begin(), cases.end(), [&](const Case& one) { return one.file == file; });
  };
  Names names;
  for (const Case& one : chosen) {
    const bool is_whole_file = count_in(chosen, one.file) == count_in(all, one.file);
    names.push_back(is_whole_file ? one.file + ": *" : one.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

class CorpusRoundTrip : public testing::TestWithParam<ServerKind> {
 protected:
  Scene scene_{shared_server(GetParam())};
};

TEST_P(CorpusRoundTrip, BringsBackEveryDocumentThatTheServerHolds) {
  const std::vector<Case> corpus = read_corpus();
  ASSERT_GT(corpus.size(), 700U);
  const Peculiarities expected = peculiarities_of(GetParam());

  std::vector<Case> refused;
  std::map<std::string, std::vector<Case>> sent;
  for (const Case& one : corpus) {
    if (is_listed(expected.breaking, one)) continue;
    try {
      scene_.client().insert(scene_.database(), one.file, {one.document});
      sent[one.file].push_back(one);
    } catch (const MongoError&) {
      refused.push_back(one);
    }
  }
  EXPECT_THAT(compacted(refused, corpus), testing::ElementsAreArray(expected.refused));

  std::vector<Case> altered;
  std::map<std::string, std::vector<Bytes>> source;
  for (const auto& [file, cases] : sent) {
    const std::vector<Bytes>& stored = source[file] = scene_.client().find_all(scene_.database(), file);
    ASSERT_EQ(stored.size(), cases.size()) << file;
    for (std::size_t at = 0; at < cases.size(); ++at) {
      if (stored[at] != cases[at].document) altered.push_back(cases[at]);
    }
  }
  EXPECT_THAT(compacted(altered, corpus), testing::ElementsAreArray(expected.altered));

  const ProgramResult backup = scene_.back_up();
  ASSERT_EQ(backup.exit_code, 0) << backup.error;
  const std::string other = fresh_database();
  const ProgramResult restored = scene_.restore_into(other);
  ASSERT_EQ(restored.exit_code, 0) << restored.output << restored.error;

  std::size_t equal = 0;
  for (const auto& [file, documents] : source) {
    const std::vector<Bytes> back = scene_.client().find_all(other, file);
    ASSERT_EQ(back.size(), documents.size()) << file;
    for (std::size_t at = 0; at < documents.size(); ++at) {
      EXPECT_EQ(back[at], documents[at]) << sent.at(file)[at].name;
      equal += back[at] == documents[at] ? 1 : 0;
    }
  }
  std::cout << "bson-corpus through " << name_of(GetParam()) << ": " << corpus.size() << " cases, " << refused.size()
            << " refused, " << altered.size() << " altered by the server, " << equal << " came back the same\n";
}

INSTANTIATE_TEST_SUITE_P(EveryServer, CorpusRoundTrip, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
