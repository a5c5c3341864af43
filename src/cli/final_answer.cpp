#include "cli/final_answer.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cstring>
#include <string>

#include "base/json.h"
#include "cli/exit_codes.h"

namespace mongokeep::cli {

int print_answer(Console& console, const std::optional<Error>& error, int exit_code) {
  if (!console.answer().is_wanted()) return exit_code;
  const std::optional<Error> clean = error ? std::optional(console.cleaned_error(*error)) : std::nullopt;
  const std::optional<Json> document = console.answer().document(clean, exit_code);
  if (!document) return exit_code;
  const std::string text = json_text(*document);
  if (exit_code != 0 || console.answer().unprinted() == Answer::Unprinted::is_told) {
    console.print_done(text);
    return exit_code;
  }
  try {
    console.print(text);
    return exit_code;
  } catch (const Error& refused) {
    console.report(refused.with_hint(console.answer().hint()));
    const bool is_partial = console.answer().unprinted() == Answer::Unprinted::is_partial;
    return is_partial ? cli::exit_code(Outcome::partial) : cli::exit_code(refused.kind(), 0);
  }
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
