"""Calls fail, once or from then on, with each error that they can give; reads and writes are short; calls are done and say
that they failed; descriptors are few, or those of the standard streams are closed."""

import itertools

from scenarios import all_scenarios
from trial import Point, rows_of, short_or_long

#: What each call can give; OK: it answers with 0, and has done nothing. What only says that the call does not know a thing
#: (ENOSYS, EINVAL) is there where a file system may say so.
ERRORS = {
    "openat": "EIO EMFILE ENOMEM EACCES EINTR ESTALE", "open": "EIO EMFILE EACCES",
    "mkdir": "EIO ENOSPC EACCES EROFS", "mkdirat": "EIO ENOSPC EACCES EROFS", "unlinkat": "EIO EACCES EROFS EBUSY", "unlink": "EIO EACCES",
    "rmdir": "EIO EBUSY", "rename": "EIO ENOSPC EACCES", "renameat": "EIO ENOSPC EACCES", "renameat2": "EIO ENOSPC EACCES EINVAL ENOSYS",
    "linkat": "EIO EMLINK", "chmod": "EIO EPERM EROFS", "fchmod": "EIO EPERM EROFS", "fchmodat": "EIO EPERM", "utimensat": "EIO EPERM EACCES",
    "write": "EIO ENOSPC EDQUOT EFBIG EINTR OK", "pwrite64": "EIO ENOSPC EDQUOT", "ftruncate": "EIO ENOSPC", "fallocate": "ENOSPC EOPNOTSUPP",
    "copy_file_range": "EIO ENOSPC EXDEV", "fsync": "EIO ENOSPC EDQUOT EINVAL", "fdatasync": "EIO ENOSPC", "sync_file_range": "EIO ENOSPC ENOSYS",
    "syncfs": "EIO ENOSPC ENOSYS", "flock": "EINTR ENOLCK EIO", "read": "EIO EINTR ESTALE", "pread64": "EIO EINTR ESTALE", "readv": "EIO",
    "newfstatat": "EIO EACCES ENOMEM ESTALE", "stat": "EIO EACCES", "lstat": "EIO EACCES", "fstat": "EIO ESTALE", "statx": "EIO EACCES",
    "getdents64": "EIO ENOMEM ESTALE", "lseek": "EOVERFLOW", "readlink": "EIO EACCES", "readlinkat": "EIO EACCES", "access": "EIO EACCES",
    "faccessat": "EIO", "faccessat2": "EIO", "statfs": "EIO", "fstatfs": "EIO EINTR ENOSYS", "fadvise64": "EINVAL", "close": "EIO EINTR ENOSPC",
    "fcntl": "EMFILE EINVAL", "socket": "EMFILE ENOBUFS", "connect": "ECONNREFUSED ETIMEDOUT ENETUNREACH EINTR", "sendmsg": "ECONNRESET EPIPE EINTR",
    "sendto": "ECONNRESET EPIPE", "recvfrom": "ECONNRESET ETIMEDOUT EINTR", "recvmsg": "ECONNRESET", "poll": "EINTR ENOMEM",
    "getsockopt": "ENOBUFS", "setsockopt": "EINVAL", "shutdown": "EIO", "clone3": "EAGAIN ENOMEM", "clone": "EAGAIN", "vfork": "EAGAIN ENOMEM", "eventfd2": "EMFILE ENOMEM",
    "signalfd4": "EMFILE", "pipe2": "EMFILE", "getrandom": "ENOSYS", "mmap": "ENOMEM",
}
#: A lie is told of what is done: all of these change something.
LIES = {"mkdir", "mkdirat", "unlinkat", "unlink", "rmdir", "rename", "renameat", "renameat2", "openat", "fchmod", "chmod", "write", "utimensat"}
#: Removing what was begun may fail itself.
REMOVES = {"unlinkat", "unlink", "rmdir", "getdents64"}


def run(context):
    def points_of(scenario):
        calls, kinds = scenario.calls, {}
        for kind, points, short, long in (
                ("once", once(calls), 4, None),
                ("for good", for_good(calls), 2, 200),
                ("short", short_ones(calls), 1, 150),
                ("lie", lies(calls, scenario), 1, None),
                ("few descriptors", few_descriptors(), 1, None),
                ("closed streams", closed_streams(), 1, None)):
            kinds[kind] = context.sample(points, short_or_long(context, scenario, short, long), kind, scenario.name)
        return kinds

    yield from rows_of(context, "fail", all_scenarios(context), points_of)


def failing(call, error):
    """A descriptor is closed, whatever close() says of it."""
    return f"{'lie' if call.function == 'close' else 'fail'}:{call.name}:{error}"


def once(calls):
    return [Point(failing(call, error), leaves_nothing=call.function not in REMOVES)
            for call in calls for error in errors_of(call)]


def errors_of(call):
    """Only what can be: an eventfd has no disk, and a standard stream is only asked whether it is open."""
    if call.kind == "other" and call.function in ("write", "read") or call.sort == "fcntl/stream":
        return []
    return ERRORS.get(call.function, "").split()


def for_good(calls):
    """From the first one of a sort on, and from others on. Not of the network: that is waited for."""
    return [Point(f"{failing(call, error)}:forever") for call in calls if call.effect != "network" and call.kind != "socket"
            for error in errors_of(call) if error != "EINTR"]


def short_ones(calls):
    return [Point(f"short:{call.name}:{size}", leaves_nothing=True) for call in calls if call.size > 1 and call.kind != "other"
            for size in sorted({1, min(call.size, 4096) // 2})]


def lies(calls, scenario):
    return [Point(f"lie:{call.name}:EIO") for call in calls if scenario.writes and call.effect == "changes" and call.function in LIES]


def few_descriptors():
    return [Point(prefix=("prlimit", f"--nofile={count}"), leaves_nothing=True) for count in range(4, 40)]


def closed_streams():
    """Each choice of the three."""
    words = ("<&-", ">&-", "2>&-")
    chosen = [" ".join(choice) for count in range(1, 4) for choice in itertools.combinations(words, count)]
    return [Point(prefix=("sh", "-c", f'exec "$@" {closed}', "sh"), leaves_nothing=True) for closed in chosen]
