#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cli/terminal/console.h"
#include "cli/terminal/progress_bar.h"
#include "cli/terminal/terminal.h"
#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// Draws a bar for each running collection at the bottom of a terminal, ten times a second at most, from a thread of
/// its own, so that the bars go on telling the truth when the server is silent. They vanish with their collections,
/// and the last of them with the run, or with this object. The console is borrowed.
class ProgressBars : public ProgressObserver {
 public:
  explicit ProgressBars(Console& console) : console_(console) {}
  ~ProgressBars() override { end(); }
  ProgressBars(const ProgressBars&) = delete;
  ProgressBars& operator=(const ProgressBars&) = delete;

  void run_finished(const RunProgress&) override { end(); }
  void collection_started(const CollectionProgress& progress) override;
  void collection_advanced(const CollectionProgress& progress) override;
  void collection_finished(const CollectionProgress& progress, Outcome outcome) override;

 private:
  void begin();
  void end();
  void draw_until_end();
  std::list<RunningCollection>::iterator find(const std::string& name);

  Console& console_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool end_ = false;
  std::list<RunningCollection> running_;  ///< in the order of their start
  /// Started with the first collection: signals are watched by then, which threads inherit.
  std::thread thread_;
};

/// The lines for the running collections, as many as fit above the terminal's last row but one; when there are
/// more, the last line counts the rest. One that has run for less than a third of a second has none, so that small ones
/// do not flicker; those whose file is being finished share a line.
std::vector<std::string> bar_lines(const std::list<RunningCollection>& running, TerminalSize size,
                                   RunningCollection::Time now);

}  // namespace mongokeep::cli
