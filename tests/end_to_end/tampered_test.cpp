// Encrypted files that somebody has changed, without a manifest that could tell: an older system's folder holds them.
// None of them may be restored, not even in part.

#include <gmock/gmock.h>

#include <functional>
#include <map>

#include "end_to_end/packed_scene.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
namespace fs = std::filesystem;

constexpr std::size_t chunk = (std::size_t{64} << 10U) + 16;

/// An age file in its parts.
struct AgeParts {
  std::string header;
  std::string nonce;
  std::vector<std::string> chunks;

  explicit AgeParts(const std::string& file) {
    const std::size_t end = file.find('\n', file.find("\n--- ") + 1) + 1;
    header = file.substr(0, end);
    nonce = file.substr(end, 16);
    for (std::size_t at = end + 16; at < file.size(); at += chunk) chunks.push_back(file.substr(at, chunk));
  }
  std::string text() const {
    std::string file = header + nonce;
    for (const std::string& part : chunks) file += part;
    return file;
  }
};

class Tampered : public PackedScene {
 protected:
  Tampered() {
    scene_.insert_numbered("big", 3000, 200);
    const fs::path sealed = back_up({"--recipient", make_key("one"), "-c", "big"});
    file_ = read_file(sealed / "big.json.age");
    folder_ = scene_.root() / "1st_Feb_2020";
    fs::create_directory(folder_);
  }
  /// The restore of this file alone, by an identity.
  ProgramResult restore(const std::string& file, const std::string& identity = "one") const {
    write_file(folder_ / "big.json.age", file);
    return scene_.call(
        "restore", {folder_.string(), "--identity", key(identity), "--uri", scene_.uri_to(copy_), "--acceptUnsealed"});
  }
  void expect_refused(const std::string& what, const ProgramResult& result) {
    EXPECT_EQ(result.exit_code, 4) << what << "\n" << result.error;
    EXPECT_THAT(scene_.client().collection_names(copy_), SizeIs(0)) << what;
  }

  std::string file_;
  fs::path folder_;
};

TEST_P(Tampered, NothingOfAChangedFileIsRestored) {
  const AgeParts whole(file_);
  ASSERT_GE(whole.chunks.size(), 8U);
  const std::map<std::string, std::function<void(AgeParts&)>> changes = {
      {"a recipient in the header edited", [](AgeParts& f) { f.header[40] = f.header[40] == 'A' ? 'B' : 'A'; }},
      {"the header's MAC edited", [](AgeParts& f) { f.header[f.header.size() - 5] ^= 1; }},
      {"another version", [](AgeParts& f) { f.header[20] = '2'; }},
      {"another nonce", [](AgeParts& f) { f.nonce[0] ^= 1; }},
      {"two chunks exchanged", [](AgeParts& f) { std::swap(f.chunks[1], f.chunks[2]); }},
      {"a chunk dropped", [](AgeParts& f) { f.chunks.erase(f.chunks.begin() + 3); }},
      {"a chunk there twice", [](AgeParts& f) { f.chunks.insert(f.chunks.begin() + 3, f.chunks[3]); }},
      {"cut behind a chunk", [](AgeParts& f) { f.chunks.pop_back(); }},
      {"cut within a chunk", [](AgeParts& f) { f.chunks.back().resize(100); }},
      {"an empty last chunk", [](AgeParts& f) { f.chunks.push_back(f.chunks.back().substr(0, 16)); }},
      {"bytes behind the end", [](AgeParts& f) { f.chunks.back() += "more"; }},
      {"no payload at all", [](AgeParts& f) { f.chunks.clear(); }},
      {"nothing", [](AgeParts& f) { f = AgeParts("\n--- \n"); }},
  };
  for (const auto& [what, change] : changes) {
    AgeParts changed = whole;
    change(changed);
    expect_refused(what, restore(changed.text()));
  }
  for (std::size_t at = 7; at < file_.size(); at += file_.size() / 12) {
    std::string changed = file_;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    expect_refused("byte " + std::to_string(at), restore(changed));
  }
  EXPECT_EQ(restore(file_).exit_code, 0) << "as it was written";
  EXPECT_EQ(documents(copy_, "big"), documents(scene_.database(), "big"));
}

TEST_P(Tampered, AWrongKeyAndNoneAreRefused) {
  make_key("other");
  const ProgramResult wrong = restore(file_, "other");
  expect_refused("a wrong key", wrong);
  EXPECT_THAT(wrong.error, HasSubstr("the given identity does not open it"));
  const ProgramResult none = scene_.call("restore", {folder_.string(), "--uri", scene_.uri_to(copy_)});
  expect_refused("no key", none);
  EXPECT_THAT(none.error, HasSubstr("--identity FILE"));
}

INSTANTIATE_TEST_SUITE_P(FullServers, Tampered, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
