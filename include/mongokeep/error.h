#pragma once

#include <exception>
#include <string>

namespace mongokeep {

/// The kind of failure. Only `main` turns a kind into an exit code (docs/reference.md).
enum class ErrorKind {
  usage,          ///< the command line is wrong
  configuration,  ///< a setting, from flag, environment or file, is wrong
  connection,     ///< the server cannot be reached or is not ready: asking again later may help
  server,         ///< the server answered with an error
  invalid_data,   ///< data from outside violates its format
  storage,        ///< the file system reported an error
  damaged,        ///< a stored backup differs from its manifest
  sealed,         ///< the backup is encrypted, and none of the given keys opens it
  locked,         ///< another run holds the root's lock
  missing,        ///< what is asked for is not there, or not as young as it has to be
  stopped,        ///< the run was asked to stop
};

/// The one exception of mongokeep: what failed, on what, why, and what to do next.
/// Texts are for a person, in UTF-8, and hold no credential.
class Error : public std::exception {
 public:
  /// `operation` continues "cannot …" ("open the backup root"); `subject` names the thing it failed on;
  /// `cause` says why; `hint`, where there is one, is a whole sentence that says what to do.
  Error(ErrorKind kind, std::string operation, std::string subject, std::string cause, std::string hint = {});

  ErrorKind kind() const { return kind_; }
  const std::string& operation() const { return operation_; }
  const std::string& subject() const { return subject_; }
  const std::string& cause() const { return cause_; }
  const std::string& hint() const { return hint_; }

  /// The same error with another hint.
  Error with_hint(std::string hint) const;

  /// What the file system said (an errno value); 0 where it said nothing.
  int error_number() const { return error_number_; }

  /// "cannot <operation> <subject>: <cause>. <hint>"
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  ErrorKind kind_;
  std::string operation_;
  std::string subject_;
  std::string cause_;
  std::string hint_;
  std::string what_;
  int error_number_ = 0;

  friend Error storage_error(std::string operation, std::string subject, int error_number, std::string hint);
};

/// An Error of kind storage whose cause is the system's text for `error_number` (an errno value). Without a hint of the
/// caller's it gets one where the disk is full or a limit is met.
Error storage_error(std::string operation, std::string subject, int error_number, std::string hint = {});

}  // namespace mongokeep
