"""What came of the breaks, in words and numbers."""
import os

import places
from explained import explanations


def survivors_path(project):
    return os.path.join(project, "build/mutants/survivors.txt")


def survivors_of(project):
    """The names of the places that the last run has left."""
    with open(survivors_path(project), encoding="utf-8") as file:
        return set(file.read().splitlines())


def keep_survivors(project, names, rooms):
    """Of these rooms; those of others stay on the list."""
    path = survivors_path(project)
    others = {name for name in survivors_of(project) if name.split("/")[1] not in rooms} if os.path.exists(path) else set()
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(f"{name}\n" for name in sorted(others | set(names))))


def told(project, numbers, by_number, names, results, chosen):
    """Prints it; 1 if a survivor is not explained, or an explanation has lost its place."""
    explained = explanations(places.EXPLAINED, "FILE | FUNCTION | KIND | TEXT | REASON")
    survivors = [n for n in numbers if not results[n]]
    keep_survivors(project, [names[n] for n in survivors], chosen.rooms)
    unexplained = [n for n in survivors if names[n] not in explained]
    for n in unexplained:
        state = "no test passes by" if results[n] == "" else "no test fails"
        print(f"{by_number[n].file}:{places.line_of(project, by_number[n])}: {state}\n    {names[n]}")
    lost = places.stale(explained, names.values(), chosen.rooms)
    for name in lost:
        print(f"explained.txt: no such place: {name}")
    for n in numbers:
        if results[n] and names[n] in explained:
            print(f"explained.txt: needless, {results[n]} notices it: {names[n]}")
    for room in chosen.rooms:
        tried = [n for n in numbers if by_number[n].file.startswith(f"src/{room}/")]
        left = [n for n in tried if not results[n]]
        if tried:
            print(f"{room}: {len(tried)} places broken, {len(tried) - len(left)} noticed, {sum(1 for n in left if names[n] in explained)} explained, "
                  f"{sum(1 for n in left if names[n] not in explained)} unexplained")
    return 1 if unexplained or lost else 0
