#include "store/arrivals.h"

#include <gtest/gtest.h>

#include "base/text/time_text.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::store {
namespace {

class ArrivalsFile : public testing::Test {
 protected:
  Arrivals read() {
    trouble_.clear();
    return Arrivals::read(root_, trouble_);
  }

  test::TempDir temp_;
  Directory root_ = Directory::open(temp_.path());
  std::string trouble_;
};

TEST_F(ArrivalsFile, KeepsWhatItIsGiven) {
  EXPECT_EQ(read(), Arrivals());
  Arrivals arrivals;
  const auto time = parse_utc_text("2024-02-20T01:00:00.000Z").value();
  arrivals.of("offsite", "20th_Feb_2024") = {.manifest = "abc", .arrived = time};
  arrivals.of("nas", "20th_Feb_2024") = {.manifest = "abc", .failing_since = time};
  arrivals.of("nas", "19th_Feb_2024") = {.manifest = "abc", .arrived = time, .missing = time};
  arrivals.note_silence("nas", time);
  arrivals.write(root_);
  EXPECT_EQ(read(), arrivals);
  EXPECT_EQ(trouble_, "");
  EXPECT_EQ(read().find("offsite", "20th_Feb_2024")->arrived, time);
  EXPECT_EQ(read().find("offsite", "21st_Feb_2024"), nullptr);
  EXPECT_EQ(read().find("none", "20th_Feb_2024"), nullptr);
  arrivals.forget("20th_Feb_2024");
  EXPECT_EQ(arrivals.find("nas", "20th_Feb_2024"), nullptr);
}

TEST_F(ArrivalsFile, KnowsSinceWhenAStoreIsSilent) {
  const auto time = parse_utc_text("2024-02-20T01:00:00.000Z").value();
  Arrivals arrivals;
  EXPECT_FALSE(arrivals.silent_since("nas"));
  arrivals.note_silence("nas", time);
  arrivals.note_silence("nas", time + std::chrono::hours(24));
  EXPECT_EQ(arrivals.silent_since("nas"), time);
  EXPECT_FALSE(arrivals.silent_since("offsite"));
  arrivals.note_answer("nas", time - std::chrono::hours(1));
  EXPECT_EQ(arrivals.silent_since("nas"), time) << "it answered before that";
  // Where the end of the silence could not be written.
  arrivals.of("nas", "20th_Feb_2024").arrived = time + std::chrono::hours(2);
  EXPECT_EQ(arrivals.silent_since("nas"), time + std::chrono::hours(2));
  arrivals.note_answer("nas", time + std::chrono::hours(3));
  EXPECT_FALSE(arrivals.silent_since("nas"));
}

TEST_F(ArrivalsFile, IsForgottenWhereItCannotBeRead) {
  for (const char* text :
       {"", "x", "[]", "{}", R"({"formatVersion":2,"stores":{}})", R"({"formatVersion":1})",
        R"({"formatVersion":1,"stores":[]})", R"({"formatVersion":1,"stores":{"a":5}})",
        R"({"formatVersion":1,"stores":{"a":{"b":{}}}})", R"({"formatVersion":1,"stores":{},"silentSince":[]})",
        R"({"formatVersion":1,"stores":{},"silentSince":{"a":5}})",
        R"({"formatVersion":1,"stores":{"a":{"b":{"manifest":"x","arrivedAt":"yesterday"}}}})"}) {
    test::write_file(temp_.path() / Arrivals::file_name, text);
    EXPECT_EQ(read(), Arrivals()) << text;
    EXPECT_NE(trouble_, "") << text;
  }
  test::write_file(temp_.path() / Arrivals::file_name, std::string(5'000'000, '['));
  EXPECT_EQ(read(), Arrivals());
  EXPECT_NE(trouble_, "");
  std::filesystem::remove(temp_.path() / Arrivals::file_name);
  std::filesystem::create_symlink("/etc/passwd", temp_.path() / Arrivals::file_name);
  EXPECT_EQ(read(), Arrivals());
  EXPECT_NE(trouble_, "");
}

}  // namespace
}  // namespace mongokeep::store
