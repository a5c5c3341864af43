// Damage of every kind, on a real backup with collections of every type: all of it is found.

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <set>

#include "archive/manifest.h"
#include "mongokeep/backup_service.h"
#include "mongokeep/verify_service.h"
#include "stream/checksum.h"
#include "support/files.h"
#include "support/mongo_client.h"
#include "support/server.h"
#include "support/temp_dir.h"

namespace mongokeep::verify {
namespace {

using test::read_file;
using test::ServerKind;
using test::write_file;
using Depth = VerifySettings::Depth;
namespace fs = std::filesystem;

class DamageTest : public testing::TestWithParam<ServerKind> {
 protected:
  DamageTest() {
    fill();
    BackupSettings settings;
    settings.root = temp_.path() / "backup";
    settings.database = database_;
    BackupService service(client_.get(), settings);
    service.set_log_handler([](const LogEntry&) {});
    folder_ = service.create_backup().folder;
    for (const std::string& name : test::names_in(folder_)) sound_[name] = read_file(folder_ / name);
  }
  ~DamageTest() override {
    std::cout << "[ DAMAGE   ] " << tried_ << " tried, " << detected_ << " detected\n";
    RecordProperty("tried", std::to_string(tried_));
    RecordProperty("detected", std::to_string(detected_));
  }

  void fill() {
    for (int i = 0; i < 60; ++i) {
      client_.insert(
          database_, "orders",
          R"({"_id": )" + std::to_string(i) + R"(, "lines": [{"sku": "a\"b\\c", "price": {"$numberDecimal": "9.99"}},
                         {"n": {"$numberLong": "5000000000"}}], "at": {"$date": "2024-02-20T01:00:00Z"}, "ok": true})");
    }
    for (const char* id : {"null", "7", "2.5", "\"text\"", "\"täxt\"", "{\"a\": 1}", "true",
                           "{\"$oid\": \"65d3f1c09f1b2a0012ab34cd\"}", "{\"$date\": \"2024-02-20T01:00:00Z\"}"}) {
      client_.insert(database_, "mixed",
                     "{\"_id\": " + std::string(id) + R"(, "b": {"$binary": {"base64": "AAEC", "subType": "00"}},
                     "r": {"$regularExpression": {"pattern": "^a", "options": "i"}}, "t": {"$timestamp": {"t": 1, "i": 2}}})");
    }
    client_.create_collection(database_, "empty");
    client_.create_collection(database_, "log", R"({"capped": true, "size": 100000})");
    client_.insert(database_, "log", R"({"_id": 1, "text": "first"})");
    client_.create_collection(database_, "temperatures", R"({"timeseries": {"timeField": "at", "metaField": "room"}})");
    for (int i = 0; i < 5; ++i) {
      client_.insert(database_, "temperatures",
                     "{\"_id\": " + std::to_string(i) + ", \"at\": {\"$date\": \"2024-02-20T01:00:0" +
                         std::to_string(i) + "Z\"}, \"room\": \"a\"}");
    }
    client_.create_collection(database_, "few", R"({"viewOn": "orders", "pipeline": [{"$match": {"ok": true}}]})");
    client_.create_index(database_, "orders", R"({"key": {"at": 1}, "name": "at_1"})");
  }

  VerifyReport verify(Depth depth = Depth::full) const {
    VerifySettings settings;
    settings.root = folder_.parent_path();
    settings.backup = folder_.string();
    settings.depth = depth;
    settings.parallel_files = 1;
    VerifyService service(settings);
    service.set_log_handler([](const LogEntry&) {});
    return service.verify();
  }
  void expect_sound() const {
    for (const Depth depth : {Depth::full, Depth::quick}) {
      const VerifyReport report = verify(depth);
      EXPECT_TRUE(report.damages.empty()) << report.damages.at(0).file << " " << report.damages.at(0).problem;
    }
  }

  enum class By { any_check, documents };
  /// Counts one try, and what came of it: `file` has to be among those that are named. `what` says what was done.
  void expect_found(const std::string& file, const std::string& what, By by = By::any_check) {
    // Checksums alone find what the manifest's tell of; by turns, since there are thousands.
    const Depth depth = by == By::any_check && tried_ % 2 == 1 ? Depth::quick : Depth::full;
    ++tried_;
    const VerifyReport report = verify(depth);
    const bool is_named = std::any_of(report.damages.begin(), report.damages.end(),
                                      [&](const Damage& damage) { return damage.file == folder_ / file; });
    if (is_named) ++detected_;
    EXPECT_TRUE(is_named) << what << " of " << file;
  }

  /// Puts the text in place of a file's, looks, and puts things back.
  void try_text(const std::string& file, const std::string& text, const std::string& what, By by = By::any_check) {
    ASSERT_NE(text, sound_.at(file)) << what << " changes nothing";
    write_file(folder_ / file, text);
    expect_found(file, what, by);
    write_file(folder_ / file, sound_.at(file));
  }

  /// The same with a manifest whose own checksum is right.
  void try_manifest(const std::string& file, const std::string& what, By by,
                    const std::function<void(archive::Manifest&)>& change) {
    archive::Manifest manifest = archive::parse_manifest(sound_.at("manifest.json"), "manifest.json");
    change(manifest);
    const std::string text = archive::to_text(manifest);
    ASSERT_NE(text, sound_.at("manifest.json")) << what << " changes nothing";
    write_file(folder_ / "manifest.json", text);
    expect_found(file, what, by);
    write_file(folder_ / "manifest.json", sound_.at("manifest.json"));
  }

  static archive::CollectionRecord& record(archive::Manifest& manifest, const std::string& name) {
    return *std::find_if(manifest.collections.begin(), manifest.collections.end(),
                         [&](const auto& one) { return one.name == name; });
  }

  test::TempDir temp_;
  std::string database_ = test::fresh_database();
  test::MongoClient client_{test::shared_server(GetParam()).uri()};
  fs::path folder_;
  std::map<std::string, std::string> sound_;  ///< text by file
  int tried_ = 0;
  int detected_ = 0;
};

TEST_P(DamageTest, OfOneBitAnywhereIsFound) {
  expect_sound();
  constexpr std::size_t wanted = 1000;
  for (const auto& [file, text] : sound_) {
    const std::size_t stride = std::max<std::size_t>(1, text.size() / wanted);
    for (std::size_t offset = 0; offset < text.size(); offset += stride) {
      std::string damaged = text;
      const unsigned bit = static_cast<unsigned>(offset * 7 + offset / 8) % 8;
      damaged[offset] = static_cast<char>(static_cast<unsigned char>(damaged[offset]) ^ (1U << bit));
      try_text(file, damaged, "bit " + std::to_string(bit) + " of byte " + std::to_string(offset));
    }
  }
  expect_sound();
  EXPECT_EQ(detected_, tried_);
  EXPECT_GT(tried_, 3000);
}

TEST_P(DamageTest, OfALengthIsFound) {
  for (const auto& [file, text] : sound_) {
    std::set<std::size_t> lengths = {0, 1, text.size() - 1};
    for (std::size_t feed = text.find('\n'); feed != std::string::npos; feed = text.find('\n', feed + 1)) {
      lengths.insert({feed, feed + 1});
    }
    for (std::size_t i = 1; i < 40; ++i) lengths.insert(text.size() * i * 7919 / 40 % text.size());
    lengths.erase(text.size());
    for (const std::size_t length : lengths) {
      try_text(file, text.substr(0, length), "a cut behind " + std::to_string(length) + " bytes");
    }
    for (const char* more : {"\n", " ", "]", "{}", "\0", "x"}) {
      try_text(file, text + (*more == '\0' ? std::string(1, '\0') : more), "more bytes at the end");
    }
    try_text(file, "\n" + text, "a byte at the beginning");
  }
  expect_sound();
  EXPECT_EQ(detected_, tried_);
}

std::vector<std::string> with_feeds(const std::string& text) {
  std::vector<std::string> lines = test::lines_of(text);
  for (std::string& line : lines) line += '\n';
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

TEST_P(DamageTest, OfLinesIsFound) {
  for (const auto& [file, text] : sound_) {
    const std::vector<std::string> lines = with_feeds(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::vector<std::string> dropped = lines;
      dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
      try_text(file, joined(dropped), "line " + std::to_string(i + 1) + " dropped");
      std::vector<std::string> added = lines;
      added.insert(added.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
      try_text(file, joined(added), "line " + std::to_string(i + 1) + " added again");
      if (i + 1 == lines.size() || lines[i] == lines[i + 1]) continue;
      std::vector<std::string> swapped = lines;
      std::swap(swapped[i], swapped[i + 1]);
      try_text(file, joined(swapped), "lines " + std::to_string(i + 1) + " and the next swapped");
    }
  }
  expect_sound();
  EXPECT_EQ(detected_, tried_);
}

TEST_P(DamageTest, OfWholeFilesIsFound) {
  std::vector<std::string> files;
  for (const auto& [file, text] : sound_) files.push_back(file);
  for (const std::string& file : files) {
    fs::rename(folder_ / file, temp_.path() / "aside");
    expect_found(file, "removal");
    fs::create_symlink(temp_.path() / "aside", folder_ / file);
    expect_found(file, "a link in place");
    fs::remove(folder_ / file);
    fs::create_directory(folder_ / file);
    expect_found(file, "a folder in place");
    fs::remove(folder_ / file);
    fs::rename(temp_.path() / "aside", folder_ / file);
    for (const std::string& other : files) {
      if (other == file || sound_.at(file) == sound_.at(other)) continue;
      write_file(folder_ / other, sound_.at(file));
      // Without a manifest there are no checksums.
      const By by = other == "manifest.json" ? By::documents : By::any_check;
      try_text(file, sound_.at(other), "a swap with " + other, by);
      write_file(folder_ / other, sound_.at(other));
    }
    fs::rename(folder_ / file, folder_ / (file + ".bak"));
    expect_found(file, "another name");
    fs::rename(folder_ / (file + ".bak"), folder_ / file);
  }
  for (const char* name : {"new.json", "notes.txt", ".hidden", ".users.json.part", "manifest.json.bak"}) {
    write_file(folder_ / name, "[]\n");
    expect_found(name, "a new file");
    fs::remove(folder_ / name);
    fs::create_symlink("orders.json", folder_ / name);
    expect_found(name, "a new link");
    fs::remove(folder_ / name);
    fs::create_directory(folder_ / name);
    expect_found(name, "a new folder");
    fs::remove(folder_ / name);
  }
  expect_sound();
  EXPECT_EQ(detected_, tried_);
}

TEST_P(DamageTest, OfTheManifestIsFoundEvenWhereItsChecksumIsRight) {
  // By their checksum: every number and word of it.
  const std::string text = sound_.at("manifest.json");
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (std::isalnum(static_cast<unsigned char>(text[at])) == 0) continue;
    std::string edited = text;
    edited[at] = edited[at] == '7' ? '8' : '7';
    try_text("manifest.json", edited, "an edit of byte " + std::to_string(at));
  }
  // By what it says: what cannot be seen in one record is seen in its file.
  const archive::Manifest sound = archive::parse_manifest(text, "manifest.json");
  for (const archive::CollectionRecord& one : sound.collections) {
    const std::string& name = one.name;
    try_manifest("manifest.json", "a type that there is not", By::any_check,
                 [&](auto& m) { record(m, name).type = "x"; });
    try_manifest("manifest.json", "a failure", By::any_check, [&](auto& m) { record(m, name).error = "x"; });
    try_manifest("manifest.json", "bad options", By::any_check,
                 [&](auto& m) { record(m, name).options = R"({"a":{"$numberInt":"x"}})"; });
    try_manifest("manifest.json", "a second record", By::any_check,
                 [&](auto& m) { m.collections.push_back(record(m, name)); });
    if (one.file.empty()) continue;
    try_manifest("manifest.json", "the name", By::any_check, [&](auto& m) { record(m, name).name = name + "x"; });
    try_manifest(one.file, "a record more of documents", By::documents, [&](auto& m) { ++record(m, name).documents; });
    try_manifest(one.file, "a size of BSON", By::documents, [&](auto& m) { ++record(m, name).bson_bytes; });
    try_manifest(one.file, "a size", By::any_check, [&](auto& m) { ++record(m, name).stored_bytes; });
    try_manifest(one.file, "a checksum", By::any_check, [&](auto& m) { record(m, name).xxh3_128[5] ^= 1; });
    try_manifest(one.file, "a record less", By::any_check,
                 [&](auto& m) { std::erase_if(m.collections, [&](const auto& any) { return any.name == name; }); });
    try_manifest("manifest.json", "another file", By::any_check, [&](auto& m) { record(m, name).file = "x.json"; });
    try_manifest("manifest.json", "a file elsewhere", By::any_check,
                 [&](auto& m) { record(m, name).file = "../x.json"; });
    if (one.documents < 2) continue;
    try_manifest(one.file, "one document less", By::documents, [&](auto& m) { --record(m, name).documents; });
  }
  try_manifest("manifest.json", "the status", By::any_check, [](auto& m) { m.status = archive::Status::partial; });
  try_manifest("manifest.json", "the text's form", By::any_check, [](auto& m) { m.text_format = "x"; });
  try_manifest("manifest.json", "the version", By::any_check, [](auto& m) { m.format_version = 2; });
  expect_sound();
  EXPECT_EQ(detected_, tried_);
}

TEST_P(DamageTest, ThatTookCareOfAllChecksumsIsFoundInTheDocuments) {
  for (const char* collection : {"orders", "mixed"}) {
    const std::string file = std::string(collection) + ".json";
    const std::vector<std::string> lines = with_feeds(sound_.at(file));
    const auto try_lines = [&](const std::vector<std::string>& changed, const std::string& what) {
      const std::string text = joined(changed);
      write_file(folder_ / file, text);
      try_manifest(file, what, By::documents, [&](archive::Manifest& manifest) {
        record(manifest, collection).stored_bytes = text.size();
        record(manifest, collection).xxh3_128 = stream::checksum_text(text);
      });
      write_file(folder_ / file, sound_.at(file));
    };
    // All but the last, which has no comma.
    for (std::size_t i = 1; i + 3 < lines.size(); ++i) {
      std::vector<std::string> swapped = lines;
      std::swap(swapped[i], swapped[i + 1]);
      try_lines(swapped, "lines swapped");
      std::vector<std::string> twice = lines;
      twice[i + 1] = twice[i];
      try_lines(twice, "a line in place of the next");
      std::vector<std::string> dropped = lines;
      dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
      try_lines(dropped, "a line dropped");
      std::vector<std::string> broken = lines;
      broken[i].pop_back();
      broken[i].pop_back();
      broken[i] += '\n';
      try_lines(broken, "a comma dropped");
    }
  }
  expect_sound();
  EXPECT_EQ(detected_, tried_);
}

INSTANTIATE_TEST_SUITE_P(FullServers, DamageTest, testing::ValuesIn(test::full_servers), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::verify
