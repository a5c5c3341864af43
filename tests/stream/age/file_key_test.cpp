#include "stream/age/file_key.h"

#include <gtest/gtest.h>

#include <set>

#include "stream/age/crypto.h"

namespace mongokeep::stream::age {
namespace {

TEST(FileKey, IsAnotherOneEachTime) {
  std::set<std::string> marks;
  for (int i = 0; i < 100; ++i) {
    const FileKey key = FileKey::generate();
    EXPECT_EQ(key.bytes().size(), FileKey::size);
    marks.insert(key.mark());
  }
  EXPECT_EQ(marks.size(), 100U);
}

// The expected value is of Python's hmac module: HKDF-SHA-256 without a salt, with the info "mongokeep mark", 16 bytes.
TEST(FileKey, HasAMarkThatStaysAsItIsAcrossVersions) {
  const FileKey key{SecretBytes("YELLOW SUBMARINE")};
  EXPECT_EQ(key.mark(), "8e05297260827bf7a75590010b12a164");
  EXPECT_EQ(key.copy().mark(), key.mark());
  EXPECT_NE(FileKey{SecretBytes("YELLOW SUBMARINF")}.mark(), key.mark());
}

}  // namespace
}  // namespace mongokeep::stream::age
