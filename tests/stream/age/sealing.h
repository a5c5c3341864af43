#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "mongokeep/error.h"
#include "stream/age/age_file.h"
#include "stream/age/age_sink.h"
#include "stream/age/identities.h"
#include "stream/age/recipients.h"
#include "stream/memory_read_at.h"
#include "stream/string_sink.h"

namespace mongokeep::stream::age {

/// A pair of keys of which both halves are known.
inline const std::string its_secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
inline const std::string known = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

/// One that opens files, and what others seal to it with.
struct Holder {
  Holder() : Holder(Identity::generate()) {}
  explicit Holder(const Identity& identity) : recipient(identity.recipient()), secret(identity.text().text()) {
    identities.add_keys(identity.text(), "the test");
  }

  Identities identities;
  std::string recipient;
  std::string secret;
};

inline Recipients recipients_of(const std::vector<std::string>& texts) {
  return Recipients::of_keys({texts.begin(), texts.end()}, "the test");
}

inline Identities with_passphrase(std::string_view passphrase) {
  Identities identities;
  identities.add_passphrase(SecretBytes(passphrase), "the test");
  return identities;
}

/// The text as an age file, written in pieces of so many bytes.
inline std::string sealed(std::string_view text, const Recipients& recipients, std::size_t piece = 10000) {
  const FileKey key = FileKey::generate();
  std::string file;
  StringSink to_memory(file);
  AgeSink sink(key, recipients.header_for(key), to_memory);
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) sink.write(text.substr(0, piece));
  sink.finish();
  return file;
}

/// The whole text of an age file. Throws Error.
inline std::string opened(std::string_view file, const Identities& identities) {
  const MemoryReadAt bytes(file);
  const AgeFile plain(bytes, identities.open(bytes, "users.json.age"), "users.json.age");
  std::string text(static_cast<std::size_t>(plain.size()), '\0');
  plain.read_at(0, text);
  return text;
}

inline std::size_t length_of_header(std::string_view file) {
  return static_cast<std::size_t>(header_size(MemoryReadAt(file), "users.json.age"));
}

/// So many bytes of which no two stretches are alike.
inline std::string varied_text(std::size_t size) {
  std::string text(size, '\0');
  std::uint32_t state = 1;
  for (char& byte : text) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<char>(state >> 24U);
  }
  return text;
}

/// The Error that `act` throws; fails the test when it throws none.
template <typename Act>
Error error_of(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {ErrorKind::usage, "do", "what was asked", "nothing was thrown"};
}

}  // namespace mongokeep::stream::age
