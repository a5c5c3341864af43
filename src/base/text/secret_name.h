#pragma once

#include <string_view>

namespace mongokeep {

/// Whether a variable, or an option of rclone's, of this name holds a secret, as its name says: `pass`,
/// `AWS_SECRET_ACCESS_KEY`. What names a file, a kind or an account is none.
bool is_secret_name(std::string_view name);

/// Whether a cloud provider's own tools, rclone and the driver of MongoDB read their credentials from variables of this
/// name or entry: `AWS_…`, `AZURE_…`.
bool is_cloud_variable(std::string_view name);

}  // namespace mongokeep
