#include "restore/drop_confirmation.h"

#include <cstddef>
#include <utility>

#include "base/patience.h"
#include "base/stop_wait.h"
#include "mongo/catalogue.h"
#include "mongo/patiently.h"
#include "mongokeep/error.h"

namespace mongokeep::restore {

namespace {

using Found = RestoredCollection::Found;

DroppedCollection dropped(const RestoreContext& context, const mongo::Client& client, const PlannedCollection& planned,
                          Found found) {
  throw_if_stopped(context.stop);
  DroppedCollection one{.target = planned.target.text(), .is_view = planned.is_view()};
  if (one.is_view) return one;
  one.documents_stored = planned.record->documents;
  if (found != Found::filled) return one;
  Patience patience(context.stop);
  try {
    one.documents_now = mongo::patiently(patience, [&] { return mongo::estimated_count(client, planned.target); });
  } catch (const Error& error) {
    // A view stands in the collection's place, and counts no documents of its own.
    if (error.kind() != ErrorKind::server) throw;
    one.is_view = true;
  }
  return one;
}

}  // namespace

void confirm_drop(const RestoreContext& context, const mongo::Client& client,
                  const std::vector<PlannedCollection>& plan, const std::vector<Found>& found) {
  if (context.confirm_drop == nullptr || !context.settings.drop || context.settings.dry_run) return;
  DropQuestion question{client.hosts(), {}};
  for (std::size_t index = 0; index < plan.size(); ++index) {
    if (!plan[index].is_stored() || found[index] == Found::nothing) continue;
    question.collections.push_back(dropped(context, client, plan[index], found[index]));
  }
  if (question.collections.empty() || (*context.confirm_drop)(question)) return;
  if (context.stop.stop_requested()) {
    throw Error(ErrorKind::stopped, "drop collections on", question.hosts, "it was stopped", "Nothing was changed");
  }
  throw Error(
      ErrorKind::usage, "drop collections on", question.hosts, "the drop was not confirmed",
      "Nothing was changed. Restore under other names with --nsFrom and --nsTo, or drop without asking with --yes");
}

}  // namespace mongokeep::restore
