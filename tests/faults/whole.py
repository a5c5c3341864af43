"""Whether a backup is whole, reckoned without mongokeep: from its files and the documents that were put into the server."""

import ctypes
import json
import re
import subprocess

import bson
from bson import json_util

MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DATED = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)_(?:{MONTHS})_\d{{4}}(?:_\d{{6}})?(?:_\d+)?$")


def is_dated(name):
    return bool(DATED.match(name))


def is_remains(name):
    """What a run that died leaves."""
    return name.startswith(".deleting-") or name.endswith(".partial")


def is_unfinished_file(name):
    return name.startswith(".") and name.endswith(".part")


class _Hash(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


_xxhash = ctypes.CDLL("libxxhash.so.0")
_xxhash.XXH3_128bits.restype = _Hash
_xxhash.XXH3_128bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]


def xxh3_128(content):
    made = _xxhash.XXH3_128bits(content, len(content))
    return f"{made.high:016x}{made.low:016x}"


CHECKSUM = re.compile(rb',\s*"xxh3_128": "([0-9a-f]*)"\s*}\s*$')


def with_checksum(manifest):
    """The text of a manifest that was edited, its own checksum made right again."""
    content = manifest.encode()
    end = CHECKSUM.search(content)
    return content[: end.start(1)].decode() + xxh3_128(content[: end.start()]) + content[end.end(1):].decode()


def _text_of(path, identity):
    """Of a file that is stored in any form, by the stock tools."""
    content = path.read_bytes()
    suffixes = path.name.split(".")
    if suffixes[-1] == "age":
        content = subprocess.run(["age", "-d", "-i", identity], input=content, capture_output=True, check=True).stdout
        suffixes.pop()
    if suffixes[-1] == "zst":
        content = subprocess.run(["zstd", "-dcq"], input=content, capture_output=True, check=True).stdout
    return content.decode()


def documents_of(text):
    """As BSON bytes, in their order; of canonical text as we write it."""
    options = json_util.JSONOptions(json_mode=json_util.JSONMode.CANONICAL, tz_aware=True)
    return [bson.encode(document) for document in json_util.loads(text, json_options=options)]


def problems_of(folder, expected, identity=None):
    """`expected`: database -> collection -> the documents as BSON bytes, sorted by _id. What is wrong, each in a few words."""
    try:
        content = (folder / "manifest.json").read_bytes()
        manifest = json.loads(content)
    except (OSError, ValueError) as error:
        return [f"its manifest cannot be read: {error}"]
    problems = []
    end = CHECKSUM.search(content)
    if not end or end[1].decode() != xxh3_128(content[: end.start()]):
        problems.append("its manifest's checksum is wrong")
    if manifest["status"] != "complete":
        problems.append(f"its status is {manifest['status']}")
    found, files = {}, {"manifest.json"}
    for collection in manifest["collections"]:
        if "file" not in collection:
            continue  # a view's definition
        found.setdefault(manifest.get("database", collection.get("database")), {})[collection["name"]] = collection
        files.add(collection["file"])
    if {database: set(of) for database, of in found.items()} != {database: set(of) for database, of in expected.items()}:
        problems.append(f"it holds {found.keys()} {[list(of) for of in found.values()]}, not what there was")
    for database, collections in found.items():
        for name, collection in collections.items():
            problems += _problems_of_file(folder / collection["file"], collection, expected.get(database, {}).get(name), identity)
    problems += [f"{path.relative_to(folder)} is not of it" for path in folder.rglob("*")
                 if not path.is_dir() and str(path.relative_to(folder)) not in files]
    return problems


def _problems_of_file(path, collection, expected, identity):
    try:
        if path.stat().st_size != collection["storedBytes"]:
            return [f"{path.name} has {path.stat().st_size} bytes instead of {collection['storedBytes']}"]
        if xxh3_128(path.read_bytes()) != collection["xxh3_128"]:
            return [f"{path.name} has another checksum"]
        documents = documents_of(_text_of(path, identity))
    except (OSError, ValueError, subprocess.CalledProcessError, bson.errors.BSONError) as error:
        return [f"{path.name} cannot be read: {error}"]
    if documents != expected or len(documents) != collection["documents"]:
        return [f"{path.name} has not the documents that there were"]
    return []
