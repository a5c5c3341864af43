"""Runs one command, silently, and prints its exit code, wall seconds, CPU seconds and peak memory in KiB.

A process of its own because a child's peak begins with the size of what started it, and bench/run.py is large.
"""

import os
import sys
import time


def main(command):
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    begin = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - begin
    print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


if __name__ == "__main__":
    main(sys.argv[1:])
