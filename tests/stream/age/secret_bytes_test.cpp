#include "stream/age/secret_bytes.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "base/files/unique_fd.h"

namespace mongokeep::stream::age {
namespace {

/// What the kernel says of the mapping that the address lies in: two letters for each of its properties.
std::string properties_of_memory_at(const void* address) {
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  std::ifstream maps("/proc/self/smaps");
  bool is_within = false;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    if (words >> std::hex >> begin >> dash >> end && dash == '-') is_within = begin <= wanted && wanted < end;
    if (is_within && line.starts_with("VmFlags:")) return line + " ";
  }
  return "";
}

/// Reads past the language's idea of what still lives there.
std::string memory_at(const void* address, std::size_t size) {
  std::string bytes(size, '\0');
  const UniqueFd memory(::open("/proc/self/mem", O_RDONLY | O_CLOEXEC));
  const auto offset = static_cast<off_t>(reinterpret_cast<std::uintptr_t>(address));
  EXPECT_EQ(::pread(memory.get(), bytes.data(), size, offset), static_cast<ssize_t>(size));
  return bytes;
}

TEST(SecretBytes, AreZerosAtFirstAndThenWhatIsPutIn) {
  SecretBytes bytes(40);
  EXPECT_EQ(bytes.text(), std::string(40, '\0'));
  bytes.bytes()[39] = 'x';
  EXPECT_EQ(bytes.text(), std::string(39, '\0') + 'x');
  EXPECT_EQ(SecretBytes("secret").text(), "secret");
  EXPECT_EQ(SecretBytes("").size(), 0U);
  EXPECT_EQ(SecretBytes().text(), "");
}

TEST(SecretBytes, AreMovedAndNotCopied) {
  static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
  SecretBytes first("secret");
  const std::uint8_t* where = first.bytes().data();
  SecretBytes second(std::move(first));
  EXPECT_EQ(second.bytes().data(), where);
  SecretBytes third("another");
  third = std::move(second);
  EXPECT_EQ(third.bytes().data(), where);
  EXPECT_EQ(third.text(), "secret");
}

TEST(SecretBytes, LieInMemoryThatIsNeitherDumpedNorSwapped) {
  const SecretBytes bytes("secret");
  EXPECT_EQ(CRYPTO_secure_allocated(bytes.bytes().data()), 1);
  const std::string properties = properties_of_memory_at(bytes.bytes().data());
  EXPECT_NE(properties.find(" dd "), std::string::npos) << properties;
  // A system where next to nothing may be locked is none that can keep it from being swapped.
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_MEMLOCK, &limit), 0);
  if (limit.rlim_cur >= std::size_t{8} << 20U) {
    EXPECT_NE(properties.find(" lo "), std::string::npos) << properties;
  }
}

TEST(SecretBytes, AreWipedWhenTheyGo) {
  const void* where = nullptr;
  {
    const SecretBytes bytes(std::string(64, 's'));
    where = bytes.bytes().data();
    ASSERT_EQ(memory_at(where, 64), std::string(64, 's'));
  }
  EXPECT_EQ(memory_at(where, 64).find('s'), std::string::npos);
}

TEST(SecretBytes, GiveTheirRoomBack) {
  const SecretBytes first("opens the heap");
  const std::size_t before = CRYPTO_secure_used();
  for (int i = 0; i < 10000; ++i) {
    SecretBytes one(1000);
    one = SecretBytes("another");
    const SecretBytes moved(std::move(one));
  }
  EXPECT_EQ(CRYPTO_secure_used(), before);
}

TEST(SecretBytes, HaveRoomForThousandsOfKeysAndForAFileOfThem) {
  std::vector<SecretBytes> keys;
  for (int i = 0; i < 4000; ++i) keys.emplace_back(32);
  EXPECT_EQ(CRYPTO_secure_allocated(keys.back().bytes().data()), 1);
  // As large as a file of keys may be (src/keys/key_files.cpp).
  const SecretBytes file(std::size_t{1} << 18U);
  EXPECT_EQ(CRYPTO_secure_allocated(file.bytes().data()), 1);
}

TEST(SecretBytes, NeverFallBackOnOrdinaryMemory) {
  const SecretBytes first("opens the heap");
  EXPECT_THROW(SecretBytes(std::size_t{64} << 20U), std::bad_alloc);
}

}  // namespace
}  // namespace mongokeep::stream::age
