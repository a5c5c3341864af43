// The age format's official test kit: files that have to be read, and files that have to be refused, each for one
// reason.

#include <gmock/gmock.h>
#include <openssl/evp.h>

#include <array>
#include <iostream>

#include "age_testkit/kit_file.h"
#include "mongokeep/error.h"
#include "stream/age/age_file.h"
#include "stream/age/identities.h"
#include "stream/memory_read_at.h"
#include "stream/sequential_source.h"

namespace mongokeep::stream::age {
namespace {

/// The text form is for mail and the like; a backup is never in it.
constexpr std::size_t armored_files = 33;
/// Files whose keys are of the post-quantum kind, which age has had since its version 1.3.
constexpr std::size_t files_of_foreign_keys = 18;
/// A chunk that is marked as the last and is not: the kit lets a reader give it out before it sees that there is more.
/// Ours knows where the end is, and stops before. This is the payload of the other files that have one good chunk of 64
/// KiB.
const std::string stops_earlier = "stream_two_final_chunks_second";
const std::string payload_of_one_chunk = "a68cb6fa0b2e2a8d1abd54fcb26ff31fe16166ed38688bffa681e617813b781a";

std::string sha256(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 15U];
  }
  return hex;
}

Identities identities_of(const KitFile& file) {
  Identities identities;
  for (const std::string& identity : file.identities) identities.add_keys(SecretBytes(identity), "the kit");
  // One at a time is all that we take.
  if (!file.passphrases.empty()) identities.add_passphrase(SecretBytes(file.passphrases.front()), "the kit");
  return identities;
}

/// What reading a file came to.
struct Reading {
  std::optional<FileKey> key;
  std::string plaintext;  ///< what was given out, as far as it came
  std::optional<Error> error;
};

Reading read(const KitFile& file) {
  Reading reading;
  const MemoryReadAt bytes(file.file);
  try {
    reading.key = identities_of(file).open(bytes, file.name);
    const AgeFile plain(bytes, reading.key->copy(), file.name);
    SequentialSource source(plain);
    std::string room(65536, '\0');
    while (const std::size_t got = source.read(room)) reading.plaintext.append(room, 0, got);
  } catch (const Error& error) {
    reading.error = error;
  }
  return reading;
}

class Testkit : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(std::filesystem::is_directory(AGE_TESTKIT_FOLDER))
        << AGE_TESTKIT_FOLDER << " is missing: run scripts/fetch-age-testkit";
    for (KitFile& file : read_kit(AGE_TESTKIT_FOLDER, armored_)) {
      (file.needs_foreign_key() ? foreign_ : files_).push_back(std::move(file));
    }
  }

  /// Calls `check` for each of the files of which this has to become; fails where there are none.
  template <typename Check>
  void for_each(Expected expected, Check check) {
    int count = 0;
    for (const KitFile& file : files_) {
      if (file.expected != expected) continue;
      SCOPED_TRACE(file.name);
      check(file, read(file));
      ++count;
    }
    EXPECT_GT(count, 0);
    std::cout << "age test kit: " << count << " files\n";
  }

  std::vector<KitFile> files_;
  std::vector<KitFile> foreign_;
  std::vector<std::string> armored_;
};

TEST_F(Testkit, IsWhollyReadButForTextFormsAndForeignKeys) {
  EXPECT_EQ(armored_.size(), armored_files) << testing::PrintToString(armored_);
  EXPECT_EQ(foreign_.size(), files_of_foreign_keys);
  EXPECT_EQ(files_.size(), 143 - armored_files - files_of_foreign_keys);
}

TEST_F(Testkit, GoodFilesAreRead) {
  for_each(Expected::success, [](const KitFile& file, const Reading& reading) {
    EXPECT_FALSE(reading.error) << reading.error->what();
    EXPECT_EQ(sha256(reading.plaintext), file.payload);
  });
}

TEST_F(Testkit, FilesOfOthersAreSealed) {
  for_each(Expected::no_match, [](const KitFile&, const Reading& reading) {
    ASSERT_TRUE(reading.error);
    EXPECT_EQ(reading.error->kind(), ErrorKind::sealed) << reading.error->what();
  });
}

TEST_F(Testkit, AHeaderThatWasChangedIsDamaged) {
  for_each(Expected::hmac_failure, [](const KitFile&, const Reading& reading) {
    ASSERT_TRUE(reading.error);
    EXPECT_EQ(reading.error->kind(), ErrorKind::damaged) << reading.error->what();
    EXPECT_FALSE(reading.key);
  });
}

TEST_F(Testkit, WhatIsNoHeaderIsDamaged) {
  for_each(Expected::header_failure, [](const KitFile&, const Reading& reading) {
    ASSERT_TRUE(reading.error);
    EXPECT_EQ(reading.error->kind(), ErrorKind::damaged) << reading.error->what();
    EXPECT_EQ(reading.plaintext, "");
  });
}

TEST_F(Testkit, BadPayloadsAreDamagedAndNothingOfThemIsGivenOutThatIsNotGood) {
  for_each(Expected::payload_failure, [](const KitFile& file, const Reading& reading) {
    EXPECT_TRUE(reading.key);
    ASSERT_TRUE(reading.error);
    EXPECT_EQ(reading.error->kind(), ErrorKind::damaged) << reading.error->what();
    // Our reader looks at the end first, and so gives nothing out of many of these.
    if (!reading.plaintext.empty()) {
      EXPECT_EQ(sha256(reading.plaintext), file.name == stops_earlier ? payload_of_one_chunk : file.payload);
    }
  });
}

TEST_F(Testkit, ForeignKeysAreRefusedByTheirKind) {
  for (const KitFile& file : foreign_) {
    SCOPED_TRACE(file.name);
    try {
      identities_of(file);
      ADD_FAILURE() << "they are taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration);
    }
  }
}

}  // namespace
}  // namespace mongokeep::stream::age
