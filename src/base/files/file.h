#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "mongokeep/error.h"

namespace mongokeep {

/// How a folder is opened: never by way of a link.
inline constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// What plain descriptors need: short writes and interruptions are carried on, errors throw Error{storage}
// that names `subject`, with a hint where the disk or a quota is full.

/// Writes all of `bytes` at the descriptor's position.
void write_all(int descriptor, std::string_view bytes, const std::string& subject);

/// Reads up to `room.size()` bytes; returns how many, 0 at the end of the file.
std::size_t read_some(int descriptor, std::span<char> room, const std::string& subject);

/// The same from a place of the file, wherever the descriptor's position is.
std::size_t read_some_at(int descriptor, std::uint64_t offset, std::span<char> room, const std::string& subject);

/// Reads the whole file from its beginning; one larger than `limit` bytes is an error.
std::string read_whole(int descriptor, std::size_t limit, const std::string& subject);

/// Waits until the data and all that is needed to find it are on the disk (fsync).
void sync_descriptor(int descriptor, const std::string& subject);

/// The same of a folder's entries; false on a file system that cannot sync a folder.
bool sync_folder(int descriptor, const std::string& subject);

/// Whether both are of one file or folder.
inline bool is_same_file(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/// Tries to lock the open file or folder (flock) without waiting; `kind` is LOCK_SH or LOCK_EX. 0 when that was done,
/// else the errno: EWOULDBLOCK where somebody else has it.
int try_flock(int descriptor, int kind);

/// Whether such an errno says that the file system has no such locks, or none of this kind on a folder (NFS).
bool says_lockless(int error_number);

/// Gives what we have just made a mode, whatever the umask. A file system that has no modes keeps its own.
void set_mode(int descriptor, mode_t mode, const std::string& subject);

/// Whether the error (an errno) says that the file system cannot do at all what others do: SMB, exFAT, WebDAV.
bool is_refused_by_file_system(int error_number);

/// Whether the error (an errno) says that there is nothing of such a path, or something else than was looked for. Every
/// other error of looking or opening says that it could not be read: what is there is not known then.
bool says_absent(int error_number);

/// Why a file that a person named cannot be read. One that is not there, a folder, or one that this user may not read
/// was named wrongly: Error{configuration}. The rest is no mistake in the settings: Error{storage}.
Error cannot_read_given(const std::string& operation, const std::string& subject, int error_number);

/// Whether the error (an errno) says that the disk, or the file system on it, is broken there. All others are about the
/// machine or the process: too many open files, no memory, no right.
bool says_broken(int error_number);

/// The same for all that anybody has written to the file system that the descriptor is of, by one call (syncfs). False,
/// with nothing done, on file systems of which it is not known that this waits for the disk as fsync does.
bool sync_file_system(int descriptor, const std::string& subject);

/// Has the system begin to write out a part of the file, and does not wait: so that there is less to wait for at the
/// end.
void begin_to_write_out(int descriptor, std::uint64_t offset, std::uint64_t size);

/// Waits until the disk has been given that part of the file. False where the file system has no such thing. Unlike
/// after sync_descriptor(), a loss of power may still take it: the disk may hold it in memory of its own, and what is
/// needed to find it may not be there.
bool wait_until_written_out(int descriptor, std::uint64_t offset, std::uint64_t size, const std::string& subject);

}  // namespace mongokeep
