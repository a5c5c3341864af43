#pragma once

#include <array>
#include <iosfwd>
#include <string>
#include <string_view>

namespace mongokeep::test {

/// The kinds of stores that rclone ships backups to in the tests.
enum class StoreKind {
  s3,      ///< versitygw: S3 over a folder
  sftp,    ///< OpenSSH's sshd
  folder,  ///< a folder, such as a second disk
};

inline constexpr std::array every_store{StoreKind::s3, StoreKind::sftp, StoreKind::folder};

/// `rclone_versitygw`, `rclone_sftp` or `rclone_folder`: the names of what scripts/servers has to install are in it, so
/// that scripts/test can leave a test out by the name of its parameter.
std::string_view name_of(StoreKind kind);

/// For GoogleTest's messages.
void PrintTo(StoreKind kind, std::ostream* out);

/// Names the tests of a suite that has stores for parameters.
struct NameOfStore {
  template <typename ParamInfo>
  std::string operator()(const ParamInfo& info) const {
    return std::string(name_of(info.param));
  }
};

}  // namespace mongokeep::test
