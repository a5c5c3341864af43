#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "mongokeep/error.h"

namespace mongokeep::mongo::wire {

/// The answers of servers that were refused: the driver only learns that reading failed, and its error does not say
/// more. From several threads.
class RefusedAnswers {
 public:
  /// An answer of the server at `host` ("host:port") was refused.
  void note(const std::string& host, const Error& reason);
  /// A sound one came from there.
  void forget(const std::string& host);
  /// The network failed, so that what fails next is not about an answer.
  void note_break();

  /// Why the last thing that failed did, where it was refused.
  std::optional<Error> last() const;
  /// All servers of which the last answer was refused, with the reason of one of them; nothing where there is none.
  std::optional<Error> any() const;
  std::size_t servers() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Error> by_host_;
  std::string last_host_;  ///< empty: the last was no refusal
};

}  // namespace mongokeep::mongo::wire
