"""What the measurements of whole programs share: finding peers, timing, medians, the table."""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time


def options_of_bench():
    parser = argparse.ArgumentParser()
    for name in ("host", "program", "folder", "peers"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def tool(name, peers):
    """The peer's path; nothing, with a word about it, where it is missing."""
    path = pathlib.Path(peers, name) if peers else shutil.which(name)
    if path and os.access(path, os.X_OK):
        return str(path)
    print(f"left out: there is no {name}", file=sys.stderr)
    return None


def run(command):
    """Wall seconds, CPU seconds of the client, its peak memory in MB."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {errors.decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def print_medians(measured, headings, base_name):
    """Of rounds by name, each a tuple with a value for each heading; ratios to those of `base_name`, where it was measured."""
    medians = {name: [statistics.median(column) for column in zip(*rounds)] for name, rounds in measured.items()}
    base = medians.get(base_name)
    if base:
        print(f"in brackets: ratios to {base_name}")
    width = max(map(len, medians)) + 2
    print(" " * width + " ".join(f"{heading:>15}" for heading in headings))
    for name, values in medians.items():
        cells = [f"{value:.2f}" + (f" ({value / of:.2f})" if base else "") for value, of in zip(values, base or values)]
        print(f"{name:{width}}" + " ".join(f"{cell:>15}" for cell in cells))
