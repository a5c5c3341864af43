"""The options of scripts/faults; called as a program, it refuses what is wrong with them before anything is built."""

import argparse
import pathlib

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def parts_there_are():
    return sorted(file.stem.removeprefix("part_") for file in (PROJECT / "tests/faults").glob("part_*.py"))


def options_of_run():
    parser = argparse.ArgumentParser(prog="scripts/faults")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--only", default="", metavar="TEXT", help="scenarios with this text in their name")
    parser.add_argument("--point", metavar="TEXT", help="the one point of this name, as a wrong outcome tells it")
    parser.add_argument("--build", type=pathlib.Path, default=PROJECT / "build/release", help=argparse.SUPPRESS)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts_there_are())}")
    options = parser.parse_args()
    for part in options.parts:
        if part not in parts_there_are():
            parser.error(f"no such part: {part} (there are {', '.join(parts_there_are())})")
    if options.docs and (options.point or not options.long):
        parser.error("--docs writes the figures of whole scenarios: say --long, and not --point")
    options.parts = options.parts or parts_there_are()
    return options


if __name__ == "__main__":
    options_of_run()
