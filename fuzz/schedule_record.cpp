// The schedule's record: any text, or a good one that was edited, as the input's first byte says.

#include <string>

#include "base/text/time_text.h"
#include "fuzz/edits.h"
#include "fuzz/require.h"
#include "fuzz/target.h"
#include "schedule/record.h"

namespace mongokeep::fuzz {

namespace {

std::string sample_text() {
  const auto time = parse_utc_text("2026-11-24T12:00:00.123Z").value();
  schedule::Record record;
  record.seen = time;
  record.doubt = {time, time};
  record.backup = {"0 1 * * *", "Europe/Berlin", time, time, 2};
  record.cleanup = {"0 3 * * *", "UTC", time, std::nullopt, 0};
  record.drill = record.backup;
  return schedule::to_text(record);
}

}  // namespace

void check_input(std::string_view input) {
  static const std::string sample = sample_text();
  if (input.empty()) return;
  const bool is_edit = (input.front() & 1) != 0;
  input.remove_prefix(1);
  const std::string given = is_edit ? edited(sample, input) : std::string(input);
  const auto record = unless_refused(ErrorKind::damaged, [&] { return schedule::parse_record(given, "the input"); });
  if (!record) return;
  const std::string text = schedule::to_text(*record);
  require(schedule::to_text(schedule::parse_record(text, "the input")) == text,
          "what was read is written as it is read");
}

}  // namespace mongokeep::fuzz
