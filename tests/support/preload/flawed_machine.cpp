// Loaded before the libraries (LD_PRELOAD): a machine with a flaw, for what no sound one shows. Variables say which:
//   MKTEST_FLAWED_COMPRESSOR     any value: a bit of what is compressed flips on its way in
//   MKTEST_FLAWED_CIPHER         any value: a bit of each whole chunk of a file flips once it is encrypted
//   MKTEST_BAD_SECTOR            the end of a file's path: reading anything of it fails with EIO
//   MKTEST_FSTAB                 stands for /etc/fstab

#include <dlfcn.h>
#include <mntent.h>
#include <openssl/evp.h>
#include <unistd.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

/// Of age's payload.
constexpr int whole_chunk = 65536;

template <typename Function>
Function* real(Function* /*ours*/, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool is_on_a_bad_sector(int descriptor) {
  const char* wanted = std::getenv("MKTEST_BAD_SECTOR");
  if (wanted == nullptr) return false;
  std::array<char, 32> link{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
  std::array<char, PATH_MAX> path{};
  const ssize_t size = ::readlink(link.data(), path.data(), path.size());
  return size > 0 && std::string_view(path.data(), static_cast<std::size_t>(size)).ends_with(wanted);
}

}  // namespace

extern "C" {

size_t ZSTD_compress2(ZSTD_CCtx* context, void* room, size_t room_size, const void* text, size_t size) {
  auto* const compress = real(ZSTD_compress2, "ZSTD_compress2");
  if (std::getenv("MKTEST_FLAWED_COMPRESSOR") == nullptr || size == 0) {
    return compress(context, room, room_size, text, size);
  }
  std::string flawed(static_cast<const char*>(text), size);
  flawed[size / 2] = static_cast<char>(flawed[size / 2] ^ 1);
  return compress(context, room, room_size, flawed.data(), size);
}

int EVP_EncryptUpdate(EVP_CIPHER_CTX* context, unsigned char* out, int* out_size, const unsigned char* in, int size) {
  const int result = real(EVP_EncryptUpdate, "EVP_EncryptUpdate")(context, out, out_size, in, size);
  // Not of keys and manifests, which are shorter and looked at by themselves.
  if (std::getenv("MKTEST_FLAWED_CIPHER") != nullptr && size == whole_chunk) out[size / 2] ^= 1;
  return result;
}

FILE* setmntent(const char* file, const char* mode) noexcept {
  const char* fstab = std::getenv("MKTEST_FSTAB");
  const bool is_other = fstab != nullptr && std::string_view(file) == "/etc/fstab";
  return real(setmntent, "setmntent")(is_other ? fstab : file, mode);
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t offset) {
  if (is_on_a_bad_sector(descriptor)) {
    errno = EIO;
    return -1;
  }
  return real(pread, "pread")(descriptor, bytes, size, offset);
}

ssize_t read(int descriptor, void* bytes, size_t size) {
  if (is_on_a_bad_sector(descriptor)) {
    errno = EIO;
    return -1;
  }
  return real(read, "read")(descriptor, bytes, size);
}

}  // extern "C"
