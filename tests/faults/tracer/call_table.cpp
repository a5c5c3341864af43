#include "call_table.h"

#include <sys/syscall.h>

#include <algorithm>

namespace mongokeep::faults {

namespace {

constexpr CallKind calls[] = {
    {SYS_openat, "openat", Target::entry, Effect::reads},
    {SYS_mkdirat, "mkdirat", Target::entry, Effect::changes},
    {SYS_unlinkat, "unlinkat", Target::entry, Effect::changes},
    {SYS_renameat, "renameat", Target::entry_pair, Effect::changes},
    {SYS_renameat2, "renameat2", Target::entry_pair, Effect::changes},
    {SYS_linkat, "linkat", Target::entry_pair, Effect::changes},
    {SYS_symlinkat, "symlinkat", Target::entry_to_new, Effect::changes},
    {SYS_fchmod, "fchmod", Target::descriptor, Effect::changes},
    {SYS_fchmodat, "fchmodat", Target::entry, Effect::changes},
    {SYS_fchown, "fchown", Target::descriptor, Effect::changes},
    {SYS_fchownat, "fchownat", Target::entry, Effect::changes},
    {SYS_utimensat, "utimensat", Target::entry, Effect::changes},
    {SYS_write, "write", Target::descriptor, Effect::changes, 2},
    {SYS_pwrite64, "pwrite64", Target::descriptor, Effect::changes, 2},
    {SYS_writev, "writev", Target::descriptor, Effect::changes},
    {SYS_ftruncate, "ftruncate", Target::descriptor, Effect::changes},
    {SYS_fallocate, "fallocate", Target::descriptor, Effect::changes},
    {SYS_copy_file_range, "copy_file_range", Target::descriptor, Effect::changes},
    {SYS_fsync, "fsync", Target::descriptor, Effect::changes},
    {SYS_fdatasync, "fdatasync", Target::descriptor, Effect::changes},
    {SYS_sync_file_range, "sync_file_range", Target::descriptor, Effect::changes},
    {SYS_syncfs, "syncfs", Target::descriptor, Effect::changes},
    {SYS_flock, "flock", Target::descriptor, Effect::other},
    {SYS_read, "read", Target::descriptor, Effect::reads, 2},
    {SYS_pread64, "pread64", Target::descriptor, Effect::reads, 2},
    {SYS_readv, "readv", Target::descriptor, Effect::reads},
    {SYS_newfstatat, "newfstatat", Target::entry, Effect::reads},
    {SYS_statx, "statx", Target::entry, Effect::reads},
    {SYS_fstat, "fstat", Target::descriptor, Effect::reads},
    {SYS_getdents64, "getdents64", Target::descriptor, Effect::reads},
    {SYS_lseek, "lseek", Target::descriptor, Effect::reads},
    {SYS_readlinkat, "readlinkat", Target::entry, Effect::reads},
    {SYS_faccessat, "faccessat", Target::entry, Effect::reads},
    {SYS_faccessat2, "faccessat2", Target::entry, Effect::reads},
    {SYS_statfs, "statfs", Target::path, Effect::reads},
    {SYS_fstatfs, "fstatfs", Target::descriptor, Effect::reads},
    {SYS_fadvise64, "fadvise64", Target::descriptor, Effect::reads},
    {SYS_close, "close", Target::descriptor, Effect::reads},
    {SYS_fcntl, "fcntl", Target::descriptor, Effect::reads},
    {SYS_socket, "socket", Target::none, Effect::network},
    {SYS_connect, "connect", Target::descriptor, Effect::network},
    {SYS_sendmsg, "sendmsg", Target::descriptor, Effect::network},
    {SYS_sendto, "sendto", Target::descriptor, Effect::network, 2},
    {SYS_recvfrom, "recvfrom", Target::descriptor, Effect::network, 2},
    {SYS_recvmsg, "recvmsg", Target::descriptor, Effect::network},
    {SYS_getsockopt, "getsockopt", Target::descriptor, Effect::network},
    {SYS_setsockopt, "setsockopt", Target::descriptor, Effect::network},
    {SYS_shutdown, "shutdown", Target::descriptor, Effect::network},
    {SYS_clone3, "clone3", Target::none, Effect::other},
    {SYS_clone, "clone", Target::none, Effect::other},
    {SYS_eventfd2, "eventfd2", Target::none, Effect::other},
    {SYS_signalfd4, "signalfd4", Target::none, Effect::other},
    {SYS_pipe2, "pipe2", Target::none, Effect::other},
    {SYS_getrandom, "getrandom", Target::none, Effect::other},
    {SYS_mmap, "mmap", Target::none, Effect::other},
#ifdef SYS_vfork
    {SYS_vfork, "vfork", Target::none, Effect::other},
#endif
#ifdef SYS_open
    {SYS_open, "open", Target::path, Effect::reads},
    {SYS_mkdir, "mkdir", Target::path, Effect::changes},
    {SYS_rmdir, "rmdir", Target::path, Effect::changes},
    {SYS_unlink, "unlink", Target::path, Effect::changes},
    {SYS_rename, "rename", Target::path_pair, Effect::changes},
    {SYS_link, "link", Target::path_pair, Effect::changes},
    {SYS_symlink, "symlink", Target::path_to_new, Effect::changes},
    {SYS_chmod, "chmod", Target::path, Effect::changes},
    {SYS_chown, "chown", Target::path, Effect::changes},
    {SYS_stat, "stat", Target::path, Effect::reads},
    {SYS_lstat, "lstat", Target::path, Effect::reads},
    {SYS_readlink, "readlink", Target::path, Effect::reads},
    {SYS_access, "access", Target::path, Effect::reads},
    {SYS_poll, "poll", Target::none, Effect::network},
#endif
};

}  // namespace

std::span<const CallKind> traced_calls() {
  return calls;
}

const CallKind* find_call(long number) {
  const auto* found = std::ranges::find(calls, number, &CallKind::number);
  return found == std::end(calls) ? nullptr : found;
}

}  // namespace mongokeep::faults
