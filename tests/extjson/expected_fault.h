#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "extjson/text_reading.h"

namespace mongokeep::extjson {

/// Checks the fault of a text in which ⟨ stands before the byte at fault.
inline void expect_fault(std::string marked, std::string_view path, std::string_view cause, TextRules rules = {}) {
  const std::string mark = "⟨";
  const std::size_t offset = marked.find(mark);
  ASSERT_NE(offset, std::string::npos) << marked;
  const std::string text = marked.substr(0, offset) + marked.substr(offset + mark.size());
  const TextReading reading = read_text(text, rules);
  ASSERT_TRUE(reading.fault) << text;
  EXPECT_EQ(reading.fault->offset, offset) << text << "\n" << fault_text(reading);
  EXPECT_EQ(reading.fault->path, path) << text << "\n" << fault_text(reading);
  EXPECT_THAT(reading.fault->cause, testing::HasSubstr(std::string(cause))) << text;
  EXPECT_TRUE(reading.bytes.empty());
}

}  // namespace mongokeep::extjson
