#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/settings/given_values.h"
#include "mongokeep/models.h"

namespace mongokeep::cli {

/// Checks what was given against the setting's kind; booleans become "true" or "false".
/// Throws Error{usage} for a flag, Error{configuration} for the environment and a file, naming the origin and what
/// is expected. The value itself is named only where it cannot be a secret.
Given checked(const Setting& setting, Given given);

/// The whole number that was given. Throws as `checked` does for anything else, and for one that is not in the range.
int number_in(const Given& given, int least, int most);

/// A length of time: a whole number with `s`, `m`, `h` or `d` behind it ("26h"), more than none and at most 100 years.
/// Throws as `checked` does.
std::chrono::seconds duration_of(const Given& given);

/// The same, where "0s" is taken as well, for none.
std::chrono::seconds duration_or_none_of(const Given& given);

/// Bytes: a whole number, with `K`, `M` or `G` behind it or without ("8M" → 8 MiB), 1 or more.
/// Throws as `checked` does.
std::uint64_t size_of(const Given& given);

/// "User" → a model without a collection; "Person=people" → one kept in `people`.
Model parse_model(const std::string& text);

/// The text of the file that was named, without the one line feed that editors put at its end.
/// Throws Error{configuration} when it cannot be read or is empty.
std::string read_secret_file(const Given& file_name);

}  // namespace mongokeep::cli
