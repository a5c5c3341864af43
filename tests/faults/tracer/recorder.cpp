#include "recorder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>

namespace mongokeep::faults {

namespace {

constexpr const char* missing = "";

std::string hex(const std::string& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char letter : bytes) {
    const auto byte = static_cast<unsigned char>(letter);
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

/// Of what a path leads to, or of a link itself.
struct Facts {
  explicit Facts(const std::string& path, bool follow = true) {
    struct stat found {};
    if ((follow ? ::stat(path.c_str(), &found) : ::lstat(path.c_str(), &found)) != 0) return;
    inode = std::to_string(found.st_ino);
    mode = std::to_string(found.st_mode & 07777U);
    size = std::to_string(found.st_size);
  }
  std::string inode = missing, mode, size;
};

/// A name in a folder.
struct Entry {
  Entry(const ProcessView& process, int from, const std::string& given) : path(process.path_to(from, given)) {
    std::string trimmed = path;
    while (trimmed.size() > 1 && trimmed.ends_with('/')) trimmed.pop_back();
    const std::size_t slash = trimmed.rfind('/');
    name = trimmed.substr(slash + 1);
    folder = Facts(slash == 0 ? "/" : trimmed.substr(0, slash)).inode;
  }
  std::string path, folder, name;
};

Entry entry_of(const TracedCall& call) {
  return {call.process(), call.folder(), call.name()};
}

Entry other_entry_of(const TracedCall& call) {
  const Registers& registers = call.registers();
  if (call.kind().target == Target::path_pair)
    return {call.process(), AT_FDCWD, call.process().text_at(registers.argument(1))};
  return {call.process(), static_cast<int>(registers.argument(2)), call.process().text_at(registers.argument(3))};
}

}  // namespace

void Recorder::before(const TracedCall& call) {
  const Target target = call.kind().target;
  inode_ = target == Target::descriptor || target == Target::none ? missing : Facts(entry_of(call).path, false).inode;
}

void Recorder::behind(const TracedCall& call, long result) {
  if (result < 0) return;
  const ProcessView& process = call.process();
  const Registers& registers = call.registers();
  const int descriptor = call.folder();
  const auto file = [&] { return Facts(process.path_to(descriptor)); };
  const auto number = [&](int index) { return std::to_string(static_cast<std::int64_t>(registers.argument(index))); };
  switch (call.kind().number) {
#ifdef SYS_open
    case SYS_open:
#endif
    case SYS_openat: {
      const Facts opened(process.path_to(static_cast<int>(result)));
      const std::uint64_t flags = registers.argument(call.kind().number == SYS_openat ? 2 : 1);
      const Entry entry = entry_of(call);
      if (inode_ == missing) return report_->line({"create", entry.folder, entry.name, opened.inode, opened.mode});
      if ((flags & O_TRUNC) != 0) report_->line({"truncate", opened.inode, "0"});
      return;
    }
#ifdef SYS_open
    case SYS_mkdir:
#endif
    case SYS_mkdirat: {
      const Entry entry = entry_of(call);
      const Facts made(entry.path);
      return report_->line({"mkdir", entry.folder, entry.name, made.inode, made.mode});
    }
#ifdef SYS_open
    case SYS_symlink:
#endif
    case SYS_symlinkat: {
      const Entry entry = entry_of(call);
      return report_->line({"symlink", entry.folder, entry.name, Facts(entry.path, false).inode,
                            process.text_at(registers.argument(0))});
    }
    case SYS_write:
    case SYS_pwrite64: {
      const std::string bytes = process.bytes_at(registers.argument(1), static_cast<std::size_t>(result));
      if (descriptor <= STDERR_FILENO) return report_->line({"said", std::to_string(descriptor), hex(bytes)});
      const std::string kind = call.file_kind();
      if (kind != "file") return;
      const std::uint64_t offset = call.kind().number == SYS_pwrite64
                                       ? registers.argument(3)
                                       : process.position_of(descriptor) - static_cast<std::uint64_t>(result);
      return report_->line({"write", file().inode, std::to_string(offset), hex(bytes)});
    }
    case SYS_ftruncate:
    case SYS_fallocate: {
      const Facts now = file();
      return report_->line({"truncate", now.inode, now.size});
    }
    case SYS_fchmod: {
      const Facts now = file();
      return report_->line({"chmod", now.inode, now.mode});
    }
#ifdef SYS_open
    case SYS_chmod:
#endif
    case SYS_fchmodat: {
      const Facts now(entry_of(call).path);
      return report_->line({"chmod", now.inode, now.mode});
    }
    case SYS_fsync: return report_->line({"sync", file().inode});
    case SYS_fdatasync: return report_->line({"datasync", file().inode});
    case SYS_syncfs: return report_->line({"syncfs"});
    case SYS_sync_file_range: return report_->line({"range", file().inode, number(1), number(2), number(3)});
#ifdef SYS_open
    case SYS_rename:
#endif
    case SYS_renameat:
    case SYS_renameat2: {
      const Entry from = entry_of(call);
      const Entry to = other_entry_of(call);
      const std::string flags = call.kind().number == SYS_renameat2 ? number(4) : "0";
      return report_->line({"rename", from.folder, from.name, to.folder, to.name, flags});
    }
#ifdef SYS_open
    case SYS_link:
#endif
    case SYS_linkat: {
      const Entry to = other_entry_of(call);
      return report_->line({"link", inode_, to.folder, to.name});
    }
#ifdef SYS_open
    case SYS_unlink:
    case SYS_rmdir:
#endif
    case SYS_unlinkat: {
      const Entry entry = entry_of(call);
      const bool is_folder =
          call.kind().number == SYS_unlinkat ? (registers.argument(2) & AT_REMOVEDIR) != 0 : call.kind().name[0] == 'r';
      return report_->line({is_folder ? "rmdir" : "unlink", entry.folder, entry.name});
    }
    // Times and owners decide nothing that a loss of power could show.
    case SYS_utimensat:
    case SYS_fchown:
    case SYS_fchownat: return;
    default: return report_->line({"unknown", call.kind().name});
  }
}

}  // namespace mongokeep::faults
