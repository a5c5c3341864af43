"""What scripts/mutate takes."""
import argparse

from explained import ROOMS


def parsed(arguments=None):
    parser = argparse.ArgumentParser(prog="scripts/mutate", description="Breaks the program in many places, one at a time, and looks whether a test fails.")
    parser.add_argument("--room", action="append", choices=ROOMS, help="a room of src to break; may be said more than once (all)")
    parser.add_argument("--sample", type=int, metavar="N", help="N places of each room, by chance (all)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="decides the sample (1)")
    parser.add_argument("--only", default="", metavar="REGEX", help="only places whose line FILE | FUNCTION | KIND | TEXT matches")
    parser.add_argument("--again", action="store_true", help="only what survived the last time, in these rooms")
    parser.add_argument("--all-tests", action="store_true", help="try what the room's own tests do not notice with those of the other rooms, on real servers")
    parser.add_argument("--most", type=float, default=60, metavar="SECONDS", help="leave out tests that take longer (60)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="tests that run at a time (1)")
    parser.add_argument("--list", action="store_true", help="print the places, and break nothing")
    chosen = parser.parse_args(arguments)
    chosen.rooms = chosen.room or list(ROOMS)
    if chosen.sample is not None and chosen.sample < 1:
        parser.error("--sample takes a number from 1")
    if chosen.jobs < 1:
        parser.error("--jobs takes a number from 1")
    return chosen


if __name__ == "__main__":
    parsed()
