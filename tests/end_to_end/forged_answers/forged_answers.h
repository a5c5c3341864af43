#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "support/wire_message.h"

namespace mongokeep::test {

/// What an enemy sends in the place of a server's answer.
struct ForgedAnswer {
  std::string name;
  std::function<std::string(const WireMessage& answer)> forge;
  enum class Verdict {
    refused,  ///< it does not reach the driver
    failed,   ///< it does, and those behind it find it out
    any,      ///< an honest server could have said so, or it does not matter
  };
  Verdict verdict = Verdict::refused;
};

/// Of whatever command: wrong headers, flags, sections, sizes, and what every answer may have.
std::vector<ForgedAnswer> forged_messages();
/// Of the first message of a connection.
std::vector<ForgedAnswer> forged_greetings();
/// Of a step of a login.
std::vector<ForgedAnswer> forged_logins();
/// Of commands that are answered with a cursor.
std::vector<ForgedAnswer> forged_cursors();
/// Of inserts.
std::vector<ForgedAnswer> forged_writes();
/// Of a command that is answered compressed, as was offered.
std::vector<ForgedAnswer> forged_compressions();

/// The greeting without the first step of a login in it.
std::string without_early_login(const WireMessage& answer);

}  // namespace mongokeep::test
