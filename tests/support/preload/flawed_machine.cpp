// Loaded before the libraries (LD_PRELOAD): a machine with a flaw, for what no sound one shows. Variables say which:
//   MKTEST_FLAWED_COMPRESSOR     any value: a bit of what is compressed flips on its way in
//   MKTEST_FLAWED_CIPHER         any value: a bit of each whole chunk of a file flips once it is encrypted
//   MKTEST_BAD_SECTOR            the end of a file's path: reading anything of it fails with EIO
//   MKTEST_FSTAB                 stands for /etc/fstab
//   MKTEST_FAILING               "CALL ERRNO NUMBER FOLDER MARK": of the calls of this name (openat, fstatat, lstat,
//                                fstat, readdir, flock, pread, read) on what is below the folder, that number fails,
//                                from 1 on, with 5+ that and all behind it; it makes the file MARK then

#include <dirent.h>
#include <fcntl.h>
#include <mntent.h>
#include <openssl/evp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zstd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "support/preload/real_calls.h"

namespace {

using mongokeep::test::preload::path_of;
using mongokeep::test::preload::real;

/// Of age's payload.
constexpr int whole_chunk = 65536;

bool is_on_a_bad_sector(int descriptor) {
  const char* wanted = std::getenv("MKTEST_BAD_SECTOR");
  return wanted != nullptr && path_of(descriptor).ends_with(wanted);
}

std::string path_of(int folder, const char* name) {
  return *name == '/' ? name : path_of(folder) + "/" + name;
}

/// Whether this call is to fail, errno set.
bool fails(std::string_view call, const std::string& path) {
  static const char* const order = std::getenv("MKTEST_FAILING");
  if (order == nullptr) return false;
  std::istringstream words(order);
  std::string wanted;
  int error_number = 0;
  std::string number;
  std::string folder;
  std::string mark;
  words >> wanted >> error_number >> number >> folder >> mark;
  if (wanted != call || !path.starts_with(folder)) return false;
  static std::atomic<int> seen = 0;
  const int now = ++seen;
  const int first = std::stoi(number);
  if (number.ends_with('+') ? now < first : now != first) return false;
  const int file = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, mark.c_str(), O_WRONLY | O_CREAT, 0600));
  ::close(file);
  errno = error_number;
  return true;
}

}  // namespace

extern "C" {

int openat(int folder, const char* name, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  if (fails("openat", path_of(folder, name))) return -1;
  return real(openat, "openat")(folder, name, flags, mode);
}

int fstatat(int folder, const char* name, struct stat* facts, int flags) noexcept {
  if (fails("fstatat", path_of(folder, name))) return -1;
  return real(fstatat, "fstatat")(folder, name, facts, flags);
}

int lstat(const char* path, struct stat* facts) noexcept {
  if (fails("lstat", path)) return -1;
  return real(lstat, "lstat")(path, facts);
}

int fstat(int descriptor, struct stat* facts) noexcept {
  if (fails("fstat", path_of(descriptor))) return -1;
  return real(fstat, "fstat")(descriptor, facts);
}

struct dirent* readdir(DIR* stream) {
  if (fails("readdir", path_of(::dirfd(stream)))) return nullptr;
  return real(readdir, "readdir")(stream);
}

int flock(int descriptor, int operation) noexcept {
  if (fails("flock", path_of(descriptor))) return -1;
  return real(flock, "flock")(descriptor, operation);
}

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
  if (fails("pread", path_of(descriptor))) return -1;
  if (is_on_a_bad_sector(descriptor)) {
    errno = EIO;
    return -1;
  }
  return real(pread, "pread")(descriptor, bytes, size, offset);
}

ssize_t read(int descriptor, void* bytes, size_t size) {
  if (fails("read", path_of(descriptor))) return -1;
  if (is_on_a_bad_sector(descriptor)) {
    errno = EIO;
    return -1;
  }
  return real(read, "read")(descriptor, bytes, size);
}

}  // extern "C"
