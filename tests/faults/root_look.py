"""What lies in a root, byte by byte."""

import hashlib
import os
import pathlib


def digest_of(folder):
    """By relative path: a digest of each file, or where a link leads."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in sorted(files + [name for name in folders if os.path.islink(os.path.join(place, name))]):
            path = pathlib.Path(place, name)
            found[str(path.relative_to(folder))] = os.readlink(path) if path.is_symlink() else hashlib.blake2b(path.read_bytes()).hexdigest()
    return found


def leftovers(root):
    return sorted(name for name in os.listdir(root) if name.startswith((".deleting-",)) or name.endswith(".partial"))
