#include "restore/input_check.h"

#include <fmt/format.h>

#include <mutex>

#include "archive/file_name.h"
#include "base/parallel_work.h"
#include "base/stop_wait.h"
#include "base/text/shell_word.h"
#include "mongokeep/error.h"
#include "verify/file_check.h"

namespace mongokeep::restore {

namespace {

class InputCheck {
 public:
  InputCheck(const RestoreContext& context, const archive::OpenBackup& backup,
             const std::vector<PlannedCollection>& plan)
      : context_(context), backup_(backup), plan_(plan) {}

  void run() {
    const Worker check = [this](std::size_t index, const std::stop_token& stop) { check_file(plan_[index], stop); };
    run_in_parallel(plan_.size(), workers_for(0), check, context_.stop, context_.log);
    if (damaged_ == 0 || context_.settings.accept_changed) return;
    throw Error(ErrorKind::damaged, "restore", backup_.path().string(),
                damaged_ == 1 ? first_ : fmt::format("{} files are damaged; the first: {}", damaged_, first_),
                "Nothing was changed. Use another backup. `mongokeep verify " + shell_word(backup_.path().string()) +
                    "` shows details. --acceptChanged restores every document that can be read");
  }

 private:
  void check_file(const PlannedCollection& planned, const std::stop_token& stop) {
    if (!planned.is_stored() || planned.record->file.empty()) return;
    // One that cannot be opened is nothing to accept: its target would be dropped for nothing.
    if (context_.settings.accept_changed) backup_.open_text(*planned.record);
    const bool has_to_be_as_written = !backup_.is_legacy() || context_.settings.drop;
    if (has_to_be_as_written && !check_bytes(planned, stop)) return;
    if (archive::form_of(planned.record->file).is_encrypted) decrypt(planned, stop);
  }

  /// Without a manifest there is nothing to compare with: the documents themselves are read where something is dropped.
  /// False for a file that is damaged, which is noted.
  bool check_bytes(const PlannedCollection& planned, const std::stop_token& stop) {
    ProgressBoard unwatched(nullptr);
    const auto depth = backup_.is_legacy() ? VerifySettings::Depth::full : VerifySettings::Depth::quick;
    const auto findings =
        verify::check_file({depth, unwatched, stop}, verify::task_for(backup_, *planned.record, planned.source.text()));
    if (!findings.damages.empty()) note(findings.damages.front());
    return findings.damages.empty();
  }

  /// Whoever means harm can make bytes fit a checksum, but not a key that he does not have. And a key that does not
  /// open a file should be known before anything is changed.
  void decrypt(const PlannedCollection& planned, const std::stop_token& stop) {
    try {
      const auto text = backup_.open_text(*planned.record);
      std::vector<char> room(std::size_t{1} << 20U);
      while (text->read(room) > 0) throw_if_stopped(stop);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::damaged) throw;
      note({backup_.path_of(*planned.record), planned.source.text(), 0, 0, error.cause()});
    }
  }

  void note(const Damage& damage) {
    context_.log.warning("A file of the backup has changed since the backup",
                         {{"filePath", damage.file.string()}, {"error", damage.problem}});
    const std::lock_guard lock(mutex_);
    if (damaged_++ == 0) first_ = fmt::format("{}: {}", damage.file.filename().string(), damage.problem);
  }

  const RestoreContext& context_;
  const archive::OpenBackup& backup_;
  const std::vector<PlannedCollection>& plan_;
  std::mutex mutex_;
  std::size_t damaged_ = 0;
  std::string first_;
};

}  // namespace

void check_inputs(const RestoreContext& context, const archive::OpenBackup& backup,
                  const std::vector<PlannedCollection>& plan) {
  InputCheck(context, backup, plan).run();
}

}  // namespace mongokeep::restore
