#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace mongokeep::stream {

/// A hash by which stores tell what a file holds, by OpenSSL.
class NamedHash {
 public:
  /// rclone's name for the checksum that manifests have (XXH3, 128 bits): it is not reckoned twice.
  static constexpr std::string_view of_manifests = "xxh128";

  /// `md5`, `sha1` or `sha256`; of anything else nothing is reckoned.
  explicit NamedHash(std::string_view kind);

  void add(std::string_view bytes);
  /// In hex; empty where nothing is reckoned. Once.
  std::string text();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace mongokeep::stream
