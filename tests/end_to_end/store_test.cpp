// The program and its stores: what lies off the machine is as good as what lies on it.

#include "support/store.h"

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/installed_command.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

/// On the Rust server alone: what is tried is not the server.
class ProgramAndStore_secantus_rust : public testing::TestWithParam<StoreKind> {
 protected:
  ProgramAndStore_secantus_rust() {
    scene_.insert_numbered("orders", 3000, 200);
    scene_.client().insert(scene_.database(), "users", R"({"_id": 1, "name": "Ada Lovelace"})");
    write_rclone_config(rclone_config(), store_->rclone_section());
    write_file(config(), "rclone = \"" + installed_command("rclone").string() + "\"\n[[stores]]\nname = \"offsite\"\n" +
                             "remote = \"" + store_->remote() + "\"\nrclone_config = \"" + rclone_config().string() +
                             "\"\n");
  }

  fs::path config() const { return scene_.folder() / "mongokeep.toml"; }
  fs::path rclone_config() const { return scene_.folder() / "rclone.conf"; }

  ProgramResult run(const std::vector<std::string>& words, std::map<std::string, std::string> environment = {}) const {
    ProgramCall call;
    call.arguments = words;
    call.arguments.insert(call.arguments.end(), {"--config", config().string()});
    call.environment = std::move(environment);
    call.working_folder = scene_.folder();
    return run_program(call);
  }
  ProgramResult run_here(std::vector<std::string> words) const {
    words.insert(words.end(), {"--root", scene_.root().string()});
    return run(words);
  }
  void push() const {
    const ProgramResult pushed = run_here({"push"});
    ASSERT_EQ(pushed.exit_code, 0) << pushed.error;
  }
  /// The machine has burnt down: what is left are the store and the configuration.
  void lose_root() const { fs::remove_all(scene_.root()); }

  Scene scene_{shared_server(ServerKind::secantus_rust)};
  std::unique_ptr<Store> store_ = make_store(GetParam());
};

TEST_P(ProgramAndStore_secantus_rust, RestoreAndProveABackupThatIsOnlyThere) {
  ASSERT_EQ(scene_.back_up({"--compression", "zstd"}).exit_code, 0);
  push();
  lose_root();
  const ProgramResult sound = run({"verify", "offsite:latest"});
  EXPECT_EQ(sound.exit_code, 0) << sound.error;
  EXPECT_THAT(sound.output, HasSubstr("3,001 documents"));
  const std::string copy = fresh_database();
  const ProgramResult restored =
      run({"restore", "offsite:latest", "-d", copy}, {{"MONGOKEEP_URI", scene_.uri_to(copy)}});
  EXPECT_EQ(restored.exit_code, 0) << restored.error;
  EXPECT_EQ(scene_.client().find_all(copy, "orders"), scene_.client().find_all(scene_.database(), "orders"));
  const ProgramResult same = run({"verify", "offsite:latest", "--against", scene_.uri()});
  EXPECT_EQ(same.exit_code, 0) << same.output << same.error;
  EXPECT_FALSE(fs::exists(scene_.root()));
  scene_.client().drop_database(copy);
}

TEST_P(ProgramAndStore_secantus_rust, ShowTheSameThereAsHere) {
  const ProgramResult made = scene_.back_up();
  const fs::path folder = Scene::folder_of(made);
  const std::string name = folder.filename().string();
  push();
  EXPECT_EQ(run({"cat", "offsite:latest", "orders"}).output, read_file(folder / "orders.json"));
  const Json here = Json::parse(run_here({"show", name, "--json"}).output);
  const Json there = Json::parse(run({"show", "offsite:" + name, "--json"}).output);
  EXPECT_EQ(there.at("name"), name);
  EXPECT_EQ(there.at("path"), "offsite:" + name);
  ASSERT_EQ(there.at("collections").size(), here.at("collections").size());
  for (std::size_t number = 0; number < here.at("collections").size(); ++number) {
    for (const char* member : {"name", "documentCount", "storedBytes", "xxh3_128", "indexes"}) {
      EXPECT_EQ(there.at("collections")[number].at(member), here.at("collections")[number].at(member));
    }
  }
  const Json list = Json::parse(run({"list", "offsite:", "--json"}).output);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].at("status"), "complete");
  EXPECT_EQ(run({"health", "offsite:"}).exit_code, 0);
  const Json stores = Json::parse(run_here({"stores", "--json"}).output);
  EXPECT_EQ(stores[0].at("newest"), name);
  EXPECT_THAT(stores[0].at("unshipped"), testing::IsEmpty());
}

TEST_P(ProgramAndStore_secantus_rust, VerifyAnEncryptedBackupWithAndWithoutItsKey) {
  ASSERT_EQ(scene_.back_up({"--compression", "zstd", "--recipient", scene_.make_key("one")}).exit_code, 0);
  push();
  lose_root();
  const ProgramResult closed = run({"verify", "offsite:latest"});
  EXPECT_EQ(closed.exit_code, 0) << closed.error;
  EXPECT_THAT(closed.output, HasSubstr("encrypted, and no key was given"));
  const ProgramResult open = run({"verify", "offsite:latest", "--identity", scene_.key("one")});
  EXPECT_EQ(open.exit_code, 0) << open.error;
  EXPECT_THAT(open.output, HasSubstr("3,001 documents"));
  EXPECT_THAT(run({"cat", "offsite:latest", "users", "--identity", scene_.key("one")}).output,
              HasSubstr("Ada Lovelace"));
}

TEST_P(ProgramAndStore_secantus_rust, TellOfDamageInWhatIsPacked) {
  const std::string name = Scene::folder_of(scene_.back_up({"--compression", "zstd"})).filename().string();
  push();
  const fs::path file = store_->folder() / name / "orders.json.zst";
  const std::string whole = read_file(file);
  // In a frame, and behind all of them, where no document is: the checksum alone tells of that.
  for (const std::size_t at : {whole.size() / 2, whole.size() - 1}) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    write_file(file, changed);
    const ProgramResult damaged = run({"verify", "offsite:" + name});
    EXPECT_EQ(damaged.exit_code, 4) << at << damaged.error;
    EXPECT_THAT(damaged.output, HasSubstr("orders.json.zst"));
  }
  write_file(file, whole);
  EXPECT_EQ(run({"verify", "offsite:" + name}).exit_code, 0);
}

TEST_P(ProgramAndStore_secantus_rust, TellOfDamageThere) {
  const std::string name = Scene::folder_of(scene_.back_up()).filename().string();
  push();
  std::string orders = read_file(store_->folder() / name / "orders.json");
  orders[5000] = orders[5000] == 'x' ? 'y' : 'x';
  write_file(store_->folder() / name / "orders.json", orders);
  const ProgramResult damaged = run({"verify", "offsite:" + name});
  EXPECT_EQ(damaged.exit_code, 4) << damaged.error;
  EXPECT_THAT(damaged.output, HasSubstr("offsite:" + name + "/orders.json"));
  const ProgramResult refused =
      run({"restore", "offsite:" + name, "--drop", "--yes"}, {{"MONGOKEEP_URI", scene_.uri()}});
  EXPECT_EQ(refused.exit_code, 4) << refused.error;
  EXPECT_EQ(scene_.client().count(scene_.database(), "orders"), 3000U);
  EXPECT_EQ(run({"pull", "offsite:" + name, "--root", (scene_.folder() / "other").string()}).exit_code, 4);
  fs::remove(store_->folder() / name / "users.json");
  EXPECT_THAT(run({"list", "offsite:"}).output, HasSubstr("damaged"));
  EXPECT_EQ(run({"health", "offsite:"}).exit_code, 4);
}

TEST_P(ProgramAndStore_secantus_rust, SayWhatToDoWhereThereIsNoStore) {
  const ProgramResult unknown = run({"show", "offsit:latest"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.error, HasSubstr("Did you mean offsite?"));
  const ProgramResult empty = run({"show", "offsite:latest"});
  // A folder that a first push has not made yet may as well be a disk that is not mounted.
  const bool has_folder = GetParam() != StoreKind::sftp;
  EXPECT_EQ(empty.exit_code, has_folder ? 2 : 1);
  EXPECT_THAT(empty.error, HasSubstr(has_folder ? "there is no complete backup" : "its folder does not exist"));
  store_->kill();
  for (const char* command : {"list", "health"}) {
    const ProgramResult away = run({command, "offsite:"});
    EXPECT_EQ(away.exit_code, 1) << away.output << away.error;
  }
}

INSTANTIATE_TEST_SUITE_P(Real, ProgramAndStore_secantus_rust, testing::ValuesIn(every_store), NameOfStore());

}  // namespace
}  // namespace mongokeep::test
