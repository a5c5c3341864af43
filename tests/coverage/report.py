"""What scripts/coverage prints: a table of the rooms, and the lines with branches that no test takes. A line is known by its
file and its text, so that explanations in gaps.txt survive edits elsewhere."""
import argparse
import collections
import json
import os
import re
import sys

from explained import ROOMS, explanations

EXPLAINED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gaps.txt")
# On other lines the compiler alone has branches: it takes to pieces what an exception leaves half made.
DECIDES = re.compile(r"\b(if|while|for|switch|case)\b|\?|&&|\|\|")
Gap = collections.namedtuple("Gap", "file number name missed")


def names_of_lines(project, file):
    """FILE | TEXT of each line; the second line of the same text ends with #2."""
    seen, names = collections.Counter(), {}
    with open(os.path.join(project, file), encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            name = f"{file} | {' '.join(line.split())}"
            seen[name] += 1
            names[number] = name if seen[name] == 1 else f"{name} #{seen[name]}"
    return names


class Room:
    def __init__(self):
        self.lines, self.lines_run, self.branches, self.taken, self.gaps = 0, 0, 0, 0, []


def read(project, path):
    """The rooms, and the names of all of their lines."""
    rooms, known = {room: Room() for room in ROOMS}, set()
    with open(path, encoding="utf-8") as file:
        counted = json.load(file)["files"]
    for one in counted:
        name = os.path.relpath(os.path.join(project, one["file"]), project)
        room = rooms[name.split("/")[1]]
        names = names_of_lines(project, name)
        known.update(names.values())
        for line in one["lines"]:
            if line.get("gcovr/noncode"):
                continue
            is_decision = DECIDES.search(names[line["line_number"]].split(" | ", 1)[1])
            branches = [b for b in line["branches"] if is_decision and not b.get("throw")]
            missed = sum(1 for b in branches if b["count"] == 0)
            room.lines += 1
            room.lines_run += line["count"] > 0
            room.branches += len(branches)
            room.taken += len(branches) - missed
            if missed:
                room.gaps.append(Gap(name, line["line_number"], names[line["line_number"]], missed))
    return rooms, known


def table(rooms, explained):
    lines = ["| room | lines run | branches taken | branches not taken, explained | not explained |", "|---|---|---|---|---|"]
    for name, room in rooms.items():
        told = sum(gap.missed for gap in room.gaps if gap.name in explained)
        left = room.branches - room.taken - told
        lines.append(f"| {name} | {room.lines_run:,} of {room.lines:,} ({100 * room.lines_run / max(1, room.lines):.1f}%) "
                     f"| {room.taken:,} of {room.branches:,} ({100 * room.taken / max(1, room.branches):.1f}%) | {told} | {left} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("project")
    parser.add_argument("counted")
    parser.add_argument("--gaps", metavar="ROOM", default=None)
    chosen = parser.parse_args()
    if not os.path.exists(chosen.counted):
        raise SystemExit("nothing was counted yet: run scripts/coverage first")
    rooms, known = read(chosen.project, chosen.counted)
    explained = explanations(EXPLAINED, "FILE | TEXT OF THE LINE | REASON")
    lost = sorted(name for name in explained if name not in known)
    for name, room in rooms.items():
        for gap in room.gaps:
            if gap.name not in explained and chosen.gaps in (None, "", name):
                print(f"{gap.file}:{gap.number}: {gap.missed} not taken | {gap.name.split(' | ', 1)[1]}")
    for name in lost:
        print(f"gaps.txt: no such line: {name}")
    print(table(rooms, explained))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
