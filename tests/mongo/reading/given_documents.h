#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "mongo/reading/ordered_cursor.h"
#include "support/mongo_client.h"

namespace mongokeep::mongo {

/// Adds the document that the cursor, or what reads as one, is at.
template <typename Cursor>
void add_given(std::vector<test::Bytes>& given, const Cursor& cursor) {
  const auto bytes = cursor.document().bytes();
  given.emplace_back(bytes.begin(), bytes.end());
}

/// Adds what the cursor has left, and tells how it ended.
template <typename Cursor>
OrderedCursor::Step add_rest(std::vector<test::Bytes>& given, Cursor& cursor) {
  OrderedCursor::Step last;
  while ((last = cursor.next()) == OrderedCursor::Step::document) add_given(given, cursor);
  return last;
}

/// Adds the next `count` documents, which must be there.
template <typename Cursor>
void add_next(std::vector<test::Bytes>& given, Cursor& cursor, int count) {
  for (int index = 0; index < count; ++index) {
    ASSERT_EQ(cursor.next(), OrderedCursor::Step::document);
    add_given(given, cursor);
  }
}

/// Reads on until the server refuses.
template <typename Cursor>
void expect_refusal(Cursor& cursor) {
  std::vector<test::Bytes> given;
  try {
    add_rest(given, cursor);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::server);
  }
}

}  // namespace mongokeep::mongo
