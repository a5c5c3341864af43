"""Finds names that a file keeps to itself (in an anonymous namespace) though a header of the same or an outer namespace
declares them as well. Where files are compiled several at a time, such a name would hide the other one from the files
that follow, and nothing would say so: the compiler only complains of two of the same kind.

    check_names.py BUILD     BUILD: compiled file by file, without optimisation

Functions and constants, as far as they have a symbol; not types, and not templates. Objects older than their source are
passed over: nobody has built them.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

# Of nm: an own name is one of a file's local symbols.
OWN = re.compile(r"[0-9a-f]+ [tbrd] (mongokeep(?:::\w+)*)::\(anonymous namespace\)::(\w+)(?:\(|$)")
SHARED = re.compile(r"[0-9a-f]+ [TWVuBRD] (mongokeep(?:::\w+)*)::(\w+)(?:\[abi:cxx11\])?(?:\(|$)")


def symbols_of(file):
    listed = subprocess.run(["nm", "--demangle", "--defined-only", file], capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def current_objects(build):
    for command in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(command["directory"], command["file"])
        compiled = build / re.search(r" -o (\S+)", command["command"])[1]
        if compiled.exists() and source.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            yield compiled


def outer_namespaces(namespace):
    parts = namespace.split("::")
    return ["::".join(parts[:count]) for count in range(1, len(parts) + 1)]


def main(build):
    own, shared = collections.defaultdict(set), collections.defaultdict(set)
    for file in sorted(current_objects(build)):
        for line in symbols_of(file):
            for kind, names in ((OWN, own), (SHARED, shared)):
                if found := kind.match(line):
                    names[found[1], found[2]].add(file)
    complaints = 0
    for (namespace, name), files in sorted(own.items()):
        for outer in outer_namespaces(namespace):
            for file in files if shared[outer, name] - files else ():
                print(f"{file.relative_to(build)}: its own {name} hides {outer}::{name}: give it another name", file=sys.stderr)
                complaints += 1
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
