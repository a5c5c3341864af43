#include "cli/final_answer.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cstring>
#include <exception>
#include <string>

#include "base/json/json.h"
#include "base/telling.h"
#include "cli/exit_codes.h"

namespace mongokeep::cli {

namespace {

/// How a command ends whose answer nobody gets.
int exit_code_of_unprinted(const Answer& answer, ErrorKind refused, int exit_code) {
  if (exit_code != 0) return exit_code;
  switch (answer.unprinted()) {
    case Answer::Unprinted::is_told: return exit_code;
    case Answer::Unprinted::is_partial: return cli::exit_code(Outcome::partial);
    case Answer::Unprinted::fails: break;
  }
  return cli::exit_code(refused, 0);
}

void tell_unprinted(Console& console, const Error& refused, bool is_failure) {
  if (is_failure) {
    console.report(refused.with_hint(console.answer().hint()));
  } else {
    console.log(LogLevel::warning, "Cannot print the result", {{"error", refused.cause()}});
  }
}

}  // namespace

int print_answer(Console& console, const std::optional<Error>& error, int exit_code) {
  if (!console.answer().is_wanted()) return exit_code;
  try {
    const std::optional<Error> clean = error ? std::optional(console.cleaned_error(*error)) : std::nullopt;
    const std::optional<Json> document = console.answer().document(clean, exit_code);
    if (document) console.print(json_text(*document));
    return exit_code;
  } catch (const Error& refused) {
    const int code = exit_code_of_unprinted(console.answer(), refused.kind(), exit_code);
    tell_unprinted(console, refused, code != exit_code);
    return code;
  } catch (const std::exception& untold) {
    warn_of_untold(console, untold);
    return exit_code_of_unprinted(console.answer(), ErrorKind::storage, exit_code);
  }
}

void warn_of_untold(Console& console, const std::exception& reason) {
  const auto warn = [&](const char* text) {
    console.log(LogLevel::warning, untold_warning, {{"error", std::string(text)}});
  };
  // Where the first try finds no memory, there may be some for the second.
  tell_what_is_done([&] { warn(reason.what()); }, warn);
}

void print_farewell(Console& console, int signal) {
  if (!console.answer().is_wanted()) return;
  const Error error(ErrorKind::stopped, "finish", "", fmt::format("stopped by SIG{}", ::sigabbrev_np(signal)));
  const std::string text = json_text(*Answer().document(error, exit_code(error.kind(), signal)));
  // A reader that hangs must not keep the process from ending; so few bytes go into a pipe whole, or not at all.
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  if (::poll(&output, 1, 0) == 1 && (output.revents & POLLOUT) != 0) {
    static_cast<void>(!::write(STDOUT_FILENO, text.data(), text.size()));
  }
}

}  // namespace mongokeep::cli
