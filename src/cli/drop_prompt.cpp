#include "cli/drop_prompt.h"

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/text/quantity.h"
#include "cli/terminal/table.h"
#include "cli/terminal/terminal.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

constexpr std::size_t most_shown = 20;

std::set<std::string> databases_in(const DropQuestion& question) {
  std::set<std::string> databases;
  for (const DroppedCollection& one : question.collections) {
    databases.insert(one.target.substr(0, one.target.find('.')));
  }
  return databases;
}

/// The first host, without its port.
std::string first_host(const std::string& hosts) {
  const std::string first = hosts.substr(0, hosts.find(','));
  const bool is_bracketed = first.starts_with('[');
  return first.substr(0, is_bracketed ? first.find(']') + 1 : first.find(':'));
}

std::string count_now(const DroppedCollection& one) {
  return one.is_view ? "view" : count_text(one.documents_now);
}

/// One line, or nothing where the input ends, is too long for an answer, or a stop is asked for.
std::optional<std::string> typed_line(const std::stop_token& stop) {
  constexpr int glance_ms = 100;
  constexpr std::size_t longest = 4096;
  std::string typed;
  std::array<char, 1024> room{};
  while (!stop.stop_requested() && typed.size() <= longest) {
    pollfd watched{STDIN_FILENO, POLLIN, 0};
    const int ready = ::poll(&watched, 1, glance_ms);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    const ssize_t got = ready < 0 ? -1 : ::read(STDIN_FILENO, room.data(), room.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    typed.append(room.data(), static_cast<std::size_t>(got));
    if (const std::size_t end = typed.find('\n'); end != std::string::npos) return typed.substr(0, end);
  }
  return std::nullopt;
}

}  // namespace

bool can_ask() {
  return terminal_at(STDIN_FILENO).present && terminal_at(STDERR_FILENO).present;
}

std::string wanted_answer(const DropQuestion& question) {
  const std::set<std::string> databases = databases_in(question);
  return databases.size() == 1 ? *databases.begin() : first_host(question.hosts);
}

std::string drop_question_text(const DropQuestion& question) {
  std::vector<DroppedCollection> largest = question.collections;
  std::stable_sort(largest.begin(), largest.end(), [](const DroppedCollection& a, const DroppedCollection& b) {
    return a.documents_now > b.documents_now;
  });
  const std::set<std::string> databases = databases_in(question);
  std::string text =
      fmt::format("--drop removes these collections from {} on {}, and restores them from the backup:\n\n",
                  databases.size() == 1 ? "the database " + printable(*databases.begin())
                                        : fmt::format("{} databases", count_text(databases.size())),
                  printable(question.hosts));
  Table table({{.heading = "COLLECTION", .fit = Table::Fit::cut},
               {.heading = "DOCUMENTS NOW", .align = Align::right},
               {.heading = "IN THE BACKUP", .align = Align::right}});
  for (std::size_t i = 0; i < std::min(largest.size(), most_shown); ++i) {
    table.add_row(
        {largest[i].target, count_now(largest[i]), largest[i].is_view ? "" : count_text(largest[i].documents_stored)});
  }
  text += table.text(terminal_size(STDERR_FILENO).columns);
  std::uint64_t documents = 0;
  for (std::size_t i = most_shown; i < largest.size(); ++i) documents += largest[i].documents_now;
  if (largest.size() > most_shown) {
    text += fmt::format("and {} more collections with {} documents\n", count_text(largest.size() - most_shown),
                        count_text(documents));
  }
  return text + fmt::format("\nType {} to continue. Anything else cancels, and nothing is changed:\n",
                            printable(wanted_answer(question)));
}

bool confirm_drop(const DropQuestion& question, Console& console, const std::stop_token& stop) {
  // What was typed before the question is no answer to it.
  ::tcflush(STDIN_FILENO, TCIFLUSH);
  console.screen().write_line(drop_question_text(question));
  const auto typed = typed_line(stop);
  return typed && *typed == wanted_answer(question);
}

}  // namespace mongokeep::cli
