#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/shell.h"

namespace mongokeep::test {

/// A scene with a few documents, keys, and stock tools at hand.
class PackedScene : public testing::TestWithParam<ServerKind> {
 protected:
  PackedScene() {
    scene_.insert_numbered("orders", 3000, 200);
    scene_.client().insert(scene_.database(), "users", R"({"_id": 1, "name": "Ada Lovelace"})");
    scene_.client().create_collection(scene_.database(), "empty");
  }

  std::string make_key(const std::string& name) const { return scene_.make_key(name); }
  std::string key(const std::string& name) const { return scene_.key(name); }
  std::filesystem::path back_up(const std::vector<std::string>& more) const {
    return Scene::folder_of(scene_.back_up(more));
  }
  /// For the keys `one` and `two`, which are made.
  std::filesystem::path back_up_sealed() const {
    return back_up({"--compression", "zstd", "--recipient", make_key("one"), "--recipient", make_key("two")});
  }
  ShellResult shell(const std::string& line) const { return run_shell(line, scene_.folder()); }
  /// The text that an ordinary backup of the same collection has.
  std::string plain_text(const std::string& collection) const {
    return read_file(back_up({"-c", collection}) / (collection + ".json"));
  }
  std::vector<Bytes> documents(const std::string& database, const std::string& collection) {
    return scene_.client().find_all(database, collection);
  }

  Scene scene_{shared_server(GetParam())};
  std::string copy_ = fresh_database();
};

}  // namespace mongokeep::test
