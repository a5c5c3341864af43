"""Who asked for an allocation that failed, by what memory_fault.cpp has written of it."""

import bisect
import functools
import itertools
import re
import subprocess

#: Between whoever asks for memory and malloc().
PASSING_ON = re.compile(r"/(libfault_memory|libstdc\+\+|libc|libgcc_s)\.so")


def asking(report, program):
    """Pairs of a file and a function, from whoever asked outwards; the function is known of the program's own only."""
    failed = re.search(r"^failed (.+)", report, re.MULTILINE)
    callers = [one.rsplit("+", 1) for one in failed[1].split()] if failed else []
    return [(file, _function_at(program, int(offset, 16)) if file.endswith(f"/{program.name}") else "")
            for file, offset in callers if not PASSING_ON.search(file)]


def is_of_library(report, program):
    """Whether a library asked that ends the process where it gets no memory: one in C does so by design, and so do simdjson,
    when it looks for the processor's abilities, and nlohmann's JSON, when it drops a tree. Ours and C++'s throw."""
    chain = asking(report, program)
    tree = list(itertools.takewhile(lambda caller: "nlohmann" in caller[1], chain))
    return bool(chain) and not chain[0][1] or any("::destroy(" in function for _, function in tree)


def _function_at(program, offset):
    begins, names = _functions(program)
    index = bisect.bisect_right(begins, offset) - 1
    return names[index] if index >= 0 else ""


@functools.cache
def _functions(program):
    told = subprocess.run(["nm", "-C", "--defined-only", "--numeric-sort", program], capture_output=True, check=True, text=True).stdout
    lines = [line.split(" ", 2) for line in told.splitlines()]
    functions = [(int(line[0], 16), line[2]) for line in lines if len(line) == 3 and line[1] in "tTwW"]
    return [begin for begin, _ in functions], [name for _, name in functions]
