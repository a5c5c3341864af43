"""Breaks the program in every place that points.py finds, one at a time, and looks whether a test fails. Called by
scripts/mutate."""
import collections
import concurrent.futures
import os
import random
import re
import signal
import sys

import broken_tree
import explained
import options
import places
import points
import report
import testing

project = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def say(text):
    print(text, file=sys.stderr, flush=True)


def passages_of(tests, count, jobs):
    """Which places each test passes by. One that fails with nothing broken is left out, with a word; none may be left."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        found = list(pool.map(lambda test: testing.passage(test, count), tests))
    failed = [test.name for test, passage in zip(tests, found) if passage is None]
    if failed:
        raise SystemExit("These tests fail with nothing broken: " + ", ".join(failed[:20]))
    return found


def examine(numbers, passages, names, chosen):
    """For each number the test that notices the break, None, or "" where no test passes by."""
    by_place = collections.defaultdict(list)
    for one in passages:
        for place in one.places:
            by_place[place].append(one)

    def look(number):
        return testing.notices(by_place[number], number, chosen.most) if by_place[number] else ""

    found = {}
    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
        for number, test in zip(numbers, pool.map(look, numbers)):
            found[number] = test
            if not test:
                say(f"    not noticed{'' if test is None else ', no test passes by'}: {names[number]}")
            if len(found) % 50 == 0:
                say(f"    {len(found)} of {len(numbers)}")
    return found


def choose(numbered, names, kept, chosen):
    """The numbers to try."""
    numbers = []
    again = report.survivors_of(project) if chosen.again else None
    for room in chosen.rooms:
        those = [n for n, point in numbered if n in kept and point.file.startswith(f"src/{room}/") and re.search(chosen.only, names[n])]
        if again is not None:
            those = [n for n in those if names[n] in again]
        if chosen.sample is not None and chosen.sample < len(those):
            those = sorted(random.Random(f"{chosen.seed} {room}").sample(those, chosen.sample))
        numbers += those
    return numbers


def try_all(numbers, by_number, names, folder, chosen):
    """What each break came to: first by the tests of its room, then, if wanted, by all others."""
    tests, preparations = testing.list_tests(folder)
    count = max(by_number) + 1
    results = {}
    for room in chosen.rooms:
        those = [n for n in numbers if by_number[n].file.startswith(f"src/{room}/")]
        own = [t for t in tests if testing.program_of(t) == f"{room}_tests"]
        say(f"==> Breaking {room}: {len(those)} places, {len(own)} tests")
        results.update(examine(those, passages_of(own, count, chosen.jobs), names, chosen))
    if chosen.all_tests:
        left = [n for n in numbers if not results[n]]
        own = {f"{room}_tests" for room in chosen.rooms} | {"extjson_word_blocks_tests"}
        others = [t for t in tests if testing.program_of(t).endswith("_tests") and testing.program_of(t) not in own]
        say(f"==> Trying the {len(left)} that were not noticed with {len(others)} tests of other rooms")
        for preparation in preparations:
            testing.run(preparation.command, preparation.directory, preparation.environment, 600)
        results.update({n: test or results[n] for n, test in examine(left, passages_of(others, count, chosen.jobs), names, chosen).items()})
    return results


def main():
    chosen = options.parsed()
    # As an interrupt does it: what was started ends with us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    target = os.path.join(project, "build/mutants")
    flags = points.flags_by_source(os.path.join(project, "build/files/compile_commands.json"))
    say("==> Looking for places to break")
    # A room keeps its numbers, whichever others are broken, so that ccache knows it again. Nothing is chosen with 0.
    numbered = [pair for room in chosen.rooms for pair in enumerate(points.find_points(project, room, flags), 1 + 10_000 * explained.ROOMS.index(room))]
    by_number = dict(numbered)
    names = dict(zip(by_number, places.named(project, by_number.values())))
    if chosen.list:
        print("\n".join(names.values()))
        return 0
    kept = broken_tree.make(project, target, numbered)
    say(f"==> Building the program with {len(kept)} breaks in it, all asleep")
    folder = broken_tree.build(target, [] if chosen.all_tests else [f"{room}_tests" for room in chosen.rooms], chosen.jobs)
    numbers = choose(numbered, names, kept, chosen)
    results = try_all(numbers, by_number, names, folder, chosen)
    return report.told(project, numbers, by_number, names, results, chosen)


if __name__ == "__main__":
    sys.exit(main())
