"""What the tests of packaging/ share: where things are, and how a program is run."""

import os
import pathlib
import re
import subprocess

SOURCE = pathlib.Path(os.environ["MKTEST_SOURCE"])
BUILD = pathlib.Path(os.environ["MKTEST_BUILD"])
PROGRAM = pathlib.Path(os.environ["MKTEST_PROGRAM"])
TEXTS = BUILD / "texts"
PATIENCE = 60

# The driver complains where a process that was killed has left its counters behind.
os.environ["MONGOC_DISABLE_SHM"] = "1"


def run(*command, may_complain=False, **options):
    """What the command prints. A failure shows all that it said; so does a complaint, where it must have none."""
    done = subprocess.run([str(word) for word in command], text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=600, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    if done.stderr and not may_complain:
        raise AssertionError(f"{command} complains:\n{done.stderr}")
    return done.stdout


def commands():
    """The program's commands, as its own help has them."""
    listed = run(PROGRAM, "help").split("Commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines() if re.match(r"  \w", line)]


def flags(command):
    """The flags of a command, as its own help has them."""
    found = []
    for line in run(PROGRAM, command, "--help").splitlines():
        names = re.match(r"  (?:(-\w), |    )?(--\w+)", line)
        if names:
            found += [name for name in names.groups() if name]
    return sorted(found)
