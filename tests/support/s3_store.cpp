#include "support/s3_store.h"

#include <sys/xattr.h>

#include <cerrno>
#include <random>
#include <stdexcept>
#include <system_error>

#include "support/files.h"
#include "support/installed_command.h"

namespace mongokeep::test {
namespace {

constexpr const char* bucket_name = "bucket";
constexpr const char* owner_key = "owner-key";
constexpr const char* writer_key = "writer-key";

std::string random_secret() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
  std::random_device random;
  std::string secret;
  for (int i = 0; i < 40; ++i) secret += letters[random() % letters.size()];
  return secret;
}

/// versitygw keeps what it knows of a bucket in the attributes of its folder.
void set_attribute(const std::filesystem::path& path, const char* name, std::string_view value) {
  if (::setxattr(path.c_str(), name, value.data(), value.size(), 0) == 0) return;
  throw std::runtime_error("cannot set the attribute " + std::string(name) + " of " + path.string() + ": " +
                           std::generic_category().message(errno) +
                           " (set TMPDIR to a folder of a file system with extended attributes)");
}

}  // namespace

S3Store::S3Store(Bucket bucket) : bucket_(bucket), owner_secret_(random_secret()), writer_secret_(random_secret()) {
  make_bucket();
  make_writer();
  server_ =
      std::make_unique<LoopbackServer>([this](std::uint16_t port) { return server_on(port); }, "service listening on");
}

std::string S3Store::rclone_section(User user, std::optional<std::uint16_t> port) const {
  const char* key = user == User::owner ? owner_key : writer_key;
  return "[" + std::string(remote_name) +
         "]\ntype = s3\nprovider = Other\nregion = us-east-1\nendpoint = http://127.0.0.1:" +
         std::to_string(port.value_or(server_->port())) + "\naccess_key_id = " + key +
         "\nsecret_access_key = " + secret_of(user) + "\n";
}

std::string S3Store::remote() const {
  return std::string(remote_name) + ":" + bucket_name + "/shop";
}

std::filesystem::path S3Store::folder() const {
  return room_.path() / "data" / bucket_name / "shop";
}

const std::string& S3Store::secret_of(User user) const {
  return user == User::owner ? owner_secret_ : writer_secret_;
}

void S3Store::make_bucket() {
  const std::filesystem::path bucket = room_.path() / "data" / bucket_name;
  std::filesystem::create_directories(bucket);
  std::filesystem::create_directory(room_.path() / "versions");
  set_attribute(bucket, "user.ownership", "BucketOwnerEnforced");
  set_attribute(bucket, "user.acl",
                R"({"Owner":")" + std::string(owner_key) + R"(","Grantees":[{"Permission":"FULL_CONTROL","Access":")" +
                    owner_key + R"(","Type":"CanonicalUser"}]})");
  set_attribute(bucket, "user.policy",
                R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":")" + std::string(writer_key) +
                    R"(","Action":["s3:PutObject","s3:PutObjectRetention","s3:GetObject","s3:ListBucket"],)" +
                    R"("Resource":["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"]}]})");
  if (bucket_ == Bucket::plain) return;
  set_attribute(bucket, "user.versioning", "\x01");
  set_attribute(bucket, "user.bucket-lock",
                R"({"Enabled":true,"DefaultRetention":null,"CreatedAt":"2026-01-01T00:00:00Z"})");
}

void S3Store::make_writer() const {
  std::filesystem::create_directory(room_.path() / "users");
  write_file(room_.path() / "users" / "users.json",
             R"({"accessAccounts":{")" + std::string(writer_key) + R"(":{"access":")" + writer_key + R"(","secret":")" +
                 writer_secret_ + R"(","role":"user","userID":0,"groupID":0,"projectID":0}}})");
}

ChildSettings S3Store::server_on(std::uint16_t port) const {
  ChildSettings child;
  child.command = {installed_command("versitygw").string(),
                   "--port",
                   "127.0.0.1:" + std::to_string(port),
                   "--keep-alive",
                   "--iam-dir",
                   (room_.path() / "users").string(),
                   "posix"};
  if (bucket_ == Bucket::locks) {
    child.command.insert(child.command.end(), {"--versioning-dir", (room_.path() / "versions").string()});
  }
  child.command.push_back((room_.path() / "data").string());
  child.environment = {{"HOME", room_.path().string()},
                       {"PATH", "/usr/bin:/bin"},
                       {"ROOT_ACCESS_KEY", owner_key},
                       {"ROOT_SECRET_KEY", owner_secret_}};
  child.working_folder = room_.path();
  child.lifetime = ChildSettings::Lifetime::of_starting_thread;
  return child;
}

}  // namespace mongokeep::test
