"""Places have names that stay the same where lines move: FILE | FUNCTION | KIND | TEXT. And some are explained."""
import collections
import os
import re

EXPLAINED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "explained.txt")


def named(project, found):
    """The name of each point, in the same order. The second of the same name in a function ends with #2."""
    sources, seen, names = {}, collections.Counter(), []
    for point in found:
        if point.file not in sources:
            with open(os.path.join(project, point.file), "rb") as source:
                sources[point.file] = source.read()
        text = re.sub(r"\s+", " ", sources[point.file][point.begin:point.end].decode())
        name = " | ".join((point.file, point.function, point.kind, text))
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return names


def line_of(project, point):
    with open(os.path.join(project, point.file), "rb") as source:
        return source.read()[:point.begin].count(b"\n") + 1


def stale(explained, names, rooms):
    """The explanations of these rooms that no place has."""
    known = set(names)
    return sorted(p for p in explained if p.split("/")[1] in rooms and p not in known)
