"""What a database and a backup hold, in bytes of BSON, found out without the program: by pymongo, and by reading its files."""

import json
import pathlib

import bson
from bson import json_util
from bson.codec_options import CodecOptions, DatetimeConversion
from bson.raw_bson import RawBSONDocument
from bson.son import SON

RAW = CodecOptions(document_class=RawBSONDocument)
_DATES = DatetimeConversion.DATETIME_MS
_BYTES = CodecOptions(document_class=SON, datetime_conversion=_DATES)
_TEXT = json_util.JSONOptions(json_mode=json_util.JSONMode.CANONICAL, document_class=SON, tz_aware=False, datetime_conversion=_DATES)


def documents_in_collection(database, name, key="_id"):
    """Each document's bytes, sorted by the server."""
    return [document.raw for document in database.get_collection(name, codec_options=RAW).find().sort(key, 1)]


def collections_in(database):
    """By name: the documents of every collection that is not a view or the server's own, a capped one's as it keeps them."""
    return {entry["name"]: documents_in_collection(database, entry["name"], "$natural" if entry["options"].get("capped") else "_id")
            for entry in database.list_collections()
            if entry["type"] == "collection" and not entry["name"].startswith("system.")}


def metadata_of(database):
    """By name: type, options and indexes."""
    found = {}
    for entry in database.list_collections():
        if entry["name"].startswith("system."):
            continue
        indexes = [] if entry["type"] == "view" else list(database[entry["name"]].list_indexes())
        options = json.loads(json_util.dumps(entry.get("options", {})))
        found[entry["name"]] = (entry["type"], options, sorted(json_util.dumps(index) for index in indexes))
    return found


def document_of_line(line):
    read = json_util.loads(line, json_options=_TEXT)
    if "$bson" in read:
        return bytes(read["$bson"])
    return bson.encode(read, codec_options=_BYTES)


def documents_in_file(path):
    """Each document's bytes, of a file that is not packed."""
    lines = pathlib.Path(path).read_text("utf-8").split("\n")
    return [document_of_line(line.removesuffix(",")) for line in lines if line not in ("", "[", "]", "[]")]


def manifest_of(folder):
    return json.loads((pathlib.Path(folder) / "manifest.json").read_text("utf-8"))


def collections_of_backup(folder):
    """By name: the documents of each collection that has a file."""
    folder = pathlib.Path(folder)
    return {entry["name"]: documents_in_file(folder / entry["file"]) for entry in manifest_of(folder)["collections"] if "file" in entry}
