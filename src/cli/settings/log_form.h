#pragma once

namespace mongokeep::cli {

/// How log lines and errors are written.
enum class LogForm {
  automatic,  ///< text on a terminal, JSON lines anywhere else
  json,
  text,
};

}  // namespace mongokeep::cli
