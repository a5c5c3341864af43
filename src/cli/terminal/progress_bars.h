#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cli/terminal/progress_bar.h"
#include "cli/terminal/screen.h"
#include "cli/terminal/terminal.h"
#include "mongo/redactor.h"
#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// Draws a bar for each running collection at the bottom of a terminal, ten times a second at most, from a thread of
/// its own, so that the bars go on telling the truth when the server is silent. They vanish with their collections,
/// and the last of them with this object. Screen and redactor are borrowed.
class ProgressBars : public ProgressObserver {
 public:
  ProgressBars(Screen& screen, const mongo::Redactor& redactor);
  ~ProgressBars() override;
  ProgressBars(const ProgressBars&) = delete;
  ProgressBars& operator=(const ProgressBars&) = delete;

  void collection_started(const CollectionProgress& progress) override;
  void collection_advanced(const CollectionProgress& progress) override;
  void collection_finished(const CollectionProgress& progress, Outcome outcome) override;

 private:
  void draw_until_end();
  std::list<RunningCollection>::iterator find(const std::string& name);

  Screen& screen_;
  const mongo::Redactor& redactor_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool end_ = false;
  std::list<RunningCollection> running_;  ///< in the order of their start
  std::thread thread_;
};

/// The lines for the running collections, as many as fit above the terminal's last row but one; when there are
/// more, the last line counts the rest.
std::vector<std::string> bar_lines(const std::list<RunningCollection>& running, TerminalSize size,
                                   RunningCollection::Time now);

}  // namespace mongokeep::cli
