#include "schedule/year/fake_backup.h"

#include <string_view>

#include "archive/leftovers.h"
#include "archive/stored_file.h"
#include "schedule/year/fake_files.h"

namespace mongokeep::schedule {

namespace {

archive::LockedRoot opened(const std::filesystem::path& path, Log& log) {
  archive::LockedRoot root = archive::LockedRoot::open(path);
  archive::remove_leftovers(root, log);
  return root;
}

}  // namespace

FakeBackup::FakeBackup(const std::filesystem::path& root, const std::string& zone, Instant now, Log& log)
    : root_(opened(root, log)),
      started_(now),
      dated_(root_.free_name(now, zone)),
      name_(dated_.text()),
      pending_(root_, dated_) {}

void FakeBackup::publish(Shelved::Kind kind, Instant finished, Instant modified) {
  constexpr std::string_view text = "[]\n";
  archive::StoredFile file(pending_.folder(), "users.json");
  file.sink().write(text);
  const archive::StoredFile::Facts facts = file.publish();
  archive::CollectionRecord users;
  users.name = "users";
  users.type = "collection";
  users.file = "users.json";
  users.stored_bytes = facts.stored_bytes;
  users.xxh3_128 = facts.xxh3_128;
  archive::Manifest manifest;
  manifest.tool = "year_test";
  manifest.server = "none";
  manifest.database = "shop";
  manifest.text_format = "canonical";
  manifest.started_at = started_;
  manifest.finished_at = finished;
  manifest.collections = {users};
  if (kind == Shelved::Kind::partial) {
    archive::CollectionRecord orders;
    orders.name = "orders";
    orders.type = "collection";
    orders.error = "the server went away";
    manifest.collections.push_back(orders);
    manifest.status = archive::Status::partial;
  }
  pending_.publish(manifest);
  set_modified(root_.directory().path() / name_, modified);
}

void FakeBackup::leave(std::unique_ptr<FakeBackup> backup) {
  const std::filesystem::path hidden = backup->root_.directory().path() / backup->dated_.unfinished_text();
  // The destructor tidies up as no dying process does.
  backup.reset();
  std::filesystem::create_directory(hidden);
  test::write_file(hidden / "users.json", "[");
}

}  // namespace mongokeep::schedule
