#pragma once

#include "archive/sample_backups.h"
#include "root/backup_entry.h"

namespace mongokeep::cli {

// The sample backups as the public face gives them.

inline BackupEntry complete_entry() {
  return root::shown_entry(test::complete_backup());
}

inline BackupEntry partial_entry() {
  return root::shown_entry(test::partial_backup());
}

inline BackupEntry bare_entry(const std::string& name, BackupState state, const std::string& problem = "") {
  return root::shown_entry(test::bare_folder(name, state, problem));
}

}  // namespace mongokeep::cli
