"""Compares what each room of src/ includes with the LINKS of its CMakeLists.txt, which is the whole list of what it may."""

import pathlib
import re
import sys

# Header (by its beginning) → the name it goes by in LINKS.
PARTS = {
    "CLI/": "CLI11::CLI11",
    "bson/": "mongo::mongoc_shared",
    "curl/": "CURL::libcurl",
    "date/": "date::date",
    "date/tz.h": "date::date-tz",
    "fmt/": "fmt::fmt",
    "mongoc/": "mongo::mongoc_shared",
    "nlohmann/": "nlohmann_json::nlohmann_json",
    "openssl/": "OpenSSL::Crypto",
    "snappy": "Snappy::snappy",
    "simdjson.h": "simdjson::simdjson",
    "spdlog/": "spdlog::spdlog",
    "toml++/": "tomlplusplus::tomlplusplus",
    "xxhash.h": "PkgConfig::XXHASH",
    "zlib.h": "ZLIB::ZLIB",
    "zstd": "PkgConfig::ZSTD",
}


def links_of(room):
    text = re.sub(r"#.*", "", (room / "CMakeLists.txt").read_text())
    call = re.search(r"mongokeep_room\((.*?)\)", text, re.DOTALL)
    if call is None:
        raise SystemExit(f"{room}/CMakeLists.txt: no mongokeep_room()")
    words = call.group(1).split()
    return set(words[words.index("LINKS") + 1:]) - {"SOURCES"} if "LINKS" in words else set()


def includes_of(source):
    for number, line in enumerate(source.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if found:
            yield number, found.group(1)


def needed_link(header, room, rooms):
    """The link that an include takes; nothing for the room's own headers, the public face and the system's."""
    first = header.split("/")[0]
    if first in rooms:
        return None if first == room else f"mongokeep::{first}"
    matching = [beginning for beginning in PARTS if header.startswith(beginning)]
    return PARTS[max(matching, key=len)] if matching else None


def main(project):
    folders = sorted(path.parent for path in (project / "src").glob("*/CMakeLists.txt"))
    rooms = {folder.name for folder in folders}
    complaints = 0
    for folder in folders:
        links = links_of(folder)
        for source in sorted(path for path in folder.rglob("*") if path.suffix in (".h", ".cpp")):
            for number, header in includes_of(source):
                link = needed_link(header, folder.name, rooms)
                if link is not None and link not in links:
                    place = f"{source.relative_to(project)}:{number}"
                    print(f"{place}: includes {header}, but {link} is not in the LINKS of its room", file=sys.stderr)
                    complaints += 1
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
