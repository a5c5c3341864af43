#pragma once

#include <optional>
#include <string>

#include "base/json/json.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

/// What a program reads that asked for JSON: one document, whatever becomes of the command. A command gives what it
/// has found or done, as far as it came; `main` puts the error to it that ended the command, and prints it.
class Answer {
 public:
  /// What becomes of the command where the answer cannot be printed.
  enum class Unprinted {
    fails,       ///< the answer is all that it is for
    is_told,     ///< what it has done stands, and a reader that has gone away must not turn that into a failure
    is_partial,  ///< what it has done stands, but is of no use to who does not see the answer
  };

  /// To be said before anything else can go wrong, and again once the settings are known.
  void want(bool is_wanted) { is_wanted_ = is_wanted; }
  bool is_wanted() const { return is_wanted_; }

  /// In place of what was given before; an object or an array. Texts in it are clean of secrets.
  /// `hint` is where else it can be seen.
  void give(Json found, Unprinted unprinted = Unprinted::fails, std::string hint = {});
  Unprinted unprinted() const { return unprinted_; }
  const std::string& hint() const { return hint_; }

  /// The document: what was given with `error`, which is null where there is none; nothing where none was given and
  /// none is needed (a help text was asked for). Beside an error a list is nothing: it would not be the whole one.
  std::optional<Json> document(const std::optional<Error>& error, int exit_code) const;

 private:
  bool is_wanted_ = false;
  std::optional<Json> found_;
  Unprinted unprinted_ = Unprinted::fails;
  std::string hint_;
};

}  // namespace mongokeep::cli
