"""The options of bench/run; called as a program, it refuses what is wrong with them before anything is built."""

import argparse
import math
import os
import pathlib

SECTIONS = ("text", "backup", "latency", "collections", "memory", "restore", "verify", "growth", "stores")
PROJECT = pathlib.Path(__file__).parents[1]


def list_of_sections(words):
    names = tuple(words.split(","))
    for name in names:
        if name not in SECTIONS:
            raise argparse.ArgumentTypeError(f"no such section: {name} (there are {', '.join(SECTIONS)})")
    return names


def options_of_run():
    parser = argparse.ArgumentParser(prog="bench/run", add_help=False)
    for name in ("host", "server", "build", "folder"):  # from the script, not from a person
        parser.add_argument(f"--{name}", help=argparse.SUPPRESS)
    parser.add_argument("--only", type=list_of_sections, default=SECTIONS, metavar="SECTION,…")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--report", type=pathlib.Path, metavar="FILE")
    options = parser.parse_args()
    if options.rounds < 1 or not 0 < options.scale < math.inf:
        parser.error("--rounds takes 1 or more, --scale a number above 0")
    if options.report and not options.report.absolute().parent.is_dir():
        parser.error(f"--report: there is no folder {options.report.absolute().parent}")
    if (peers := os.environ.get("PEERS")) and not os.path.isdir(peers):
        parser.error(f"PEERS: there is no folder {peers}")
    if not options.report and options.only == SECTIONS and options.scale == 1:
        options.report = PROJECT / "docs" / "performance.md"
    return options


if __name__ == "__main__":
    options_of_run()
