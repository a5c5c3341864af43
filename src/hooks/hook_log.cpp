#include "hooks/hook_log.h"

#include <iterator>
#include <utility>

#include "hooks/words.h"

namespace mongokeep::hooks {

HookLog::HookLog(Log& log, std::string setting, const Notice& notice)
    : log_(log), setting_(std::move(setting)), task_(notice.task), happening_(notice.happening) {}

void HookLog::succeeded(std::vector<LogField> more) const {
  log_.debug("Hook succeeded", fields(std::move(more)));
}

void HookLog::failed(const std::string& problem, std::vector<LogField> more) const {
  more.insert(more.begin(), {"error", problem});
  log_.warning("Hook failed", fields(std::move(more)));
}

std::vector<LogField> HookLog::fields(std::vector<LogField> more) const {
  std::vector<LogField> all{
      {"hook", setting_}, {"task", std::string(word_for(task_))}, {"event", std::string(word_for(happening_))}};
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return all;
}

}  // namespace mongokeep::hooks
