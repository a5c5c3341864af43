"""What lies in a folder, to be compared later: every name with its kind, mode and content."""

import dataclasses
import hashlib
import os
import pathlib
import stat
import subprocess


@dataclasses.dataclass(frozen=True)
class Entry:
    kind: str  # file, folder, link or other
    mode: int
    size: int
    digest: str  # of a file's bytes, or of where a link leads


def entry_of(path):
    facts = path.lstat()
    mode = stat.S_IMODE(facts.st_mode)
    if stat.S_ISLNK(facts.st_mode):
        return Entry("link", 0, 0, os.readlink(path))
    if stat.S_ISDIR(facts.st_mode):
        return Entry("folder", mode, 0, "")
    if not stat.S_ISREG(facts.st_mode):
        return Entry("other", mode, 0, "")
    content = path.read_bytes()
    return Entry("file", mode, len(content), hashlib.blake2b(content, digest_size=16).hexdigest())


def tree_of(folder):
    """Relative path -> Entry, of all that lies below."""
    folder = pathlib.Path(folder)
    found = {}
    for above, folders, files in os.walk(folder):
        for name in folders + files:
            path = pathlib.Path(above, name)
            found[str(path.relative_to(folder))] = entry_of(path)
    return found


def below(tree, name):
    """The part of a tree that is one folder and what lies in it."""
    return {path: entry for path, entry in tree.items() if path == name or path.startswith(name + "/")}


def difference(before, after):
    """In a few words; empty where there is none."""
    told = [f"{path} is gone" for path in before if path not in after]
    told += [f"{path} is new" for path in after if path not in before]
    told += [f"{path} has changed" for path in before if path in after and before[path] != after[path]]
    return ", ".join(sorted(told)[:5])


def copy(source, target):
    """With modes, times and links."""
    subprocess.run(["cp", "-a", source, target], check=True)
