#include "cli/views/stores_view.h"

#include <fmt/format.h>

#include "base/error_fields.h"
#include "base/text/quantity.h"
#include "base/text/time_text.h"
#include "cli/terminal/table.h"

namespace mongokeep::cli {

namespace {

std::string note_for(const StoreState& state, std::chrono::system_clock::time_point now) {
  if (state.error) return state.error->cause();
  std::string note;
  const auto add = [&](const std::string& text) { note += note.empty() ? text : "; " + text; };
  if (state.damaged > 0) add(fmt::format("{} damaged", state.damaged));
  if (state.arriving > 0) add(fmt::format("{} arriving", state.arriving));
  if (state.failing_since) {
    add("failing for " + age_text(std::chrono::duration_cast<std::chrono::seconds>(now - *state.failing_since)));
  }
  return note;
}

}  // namespace

std::string stores_table(const std::vector<StoreState>& states, std::chrono::system_clock::time_point now) {
  Table table({{"STORE"},
               {"STATUS"},
               {"NEWEST"},
               {"AGE", Align::right},
               {"BACKUPS", Align::right},
               {"SIZE", Align::right},
               {"TO SHIP", Align::right},
               {"NOTE"}});
  for (const StoreState& state : states) {
    const bool is_known = !state.error;
    table.add_row({state.store, is_known ? "reachable" : "unreachable", is_known ? state.newest : "",
                   state.newest.empty() ? "" : age_text(state.age), is_known ? count_text(state.backups) : "",
                   is_known ? size_text(state.stored_bytes) : "", count_text(state.unshipped.size()),
                   note_for(state, now)});
  }
  return table.text();
}

Json stores_json(const std::vector<StoreState>& states) {
  Json list = Json::array();
  for (const StoreState& state : states) {
    list.push_back({{"store", state.store},
                    {"remote", state.remote},
                    {"required", state.is_required},
                    {"error", state.error ? error_json(*state.error) : Json()},
                    {"backupCount", state.backups},
                    {"arrivingCount", state.arriving},
                    {"damagedCount", state.damaged},
                    {"storedBytes", state.stored_bytes},
                    {"newest", state.newest.empty() ? Json() : Json(state.newest)},
                    {"ageSeconds", state.newest.empty() ? Json() : Json(state.age.count())},
                    {"unshipped", state.unshipped},
                    {"failingSince", state.failing_since ? Json(utc_text(*state.failing_since)) : Json()}});
  }
  return list;
}

}  // namespace mongokeep::cli
