#pragma once

#include <gtest/gtest.h>

#include <string>

#include "mongokeep/error.h"

namespace mongokeep::cli {

/// The text of the Error that `act` throws; fails the test when it throws none or one of another kind.
template <typename Act>
std::string error_of(ErrorKind kind, Act act) {
  try {
    act();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

}  // namespace mongokeep::cli
