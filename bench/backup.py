"""Measures backups of one collection side by side: see bench/backup, which calls this."""

import pathlib
import shutil
import subprocess

import pymongo
from measure import options_of_bench, print_medians, run, tool

DATABASE, COLLECTION = "shop", "orders"


def recipients(options, folder):
    """Two fresh key pairs, as the flags that name them."""
    flags = []
    for name in ("first", "second"):
        made = subprocess.run([options.program, "keygen", folder / f"{name}.key"], check=True, capture_output=True, text=True)
        flags += ["--recipient", made.stdout.strip()]
    return flags


def commands(options, folder):
    """What backs up the same documents, by name; each writes into `target`."""
    uri = f"mongodb://{options.host}/{DATABASE}"
    target = folder / "target"
    keep = [options.program, "backup", "--quiet", "--uri", uri, "--collection", COLLECTION, "--root", target]
    zstd = keep + ["--compression", "zstd"]
    found = {}
    if mongodump := tool("mongodump", options.peers):
        dump = [mongodump, "--quiet", "--uri", uri, "--collection", COLLECTION, "--out", target]
        found["mongodump"] = dump
        found["mongodump --gzip"] = dump + ["--gzip"]
    found["mongokeep"] = keep
    found["mongokeep, zstd 1"] = zstd + ["--zstdLevel", "1"]
    found["mongokeep, zstd 3"] = zstd
    found["mongokeep, zstd 3 + age"] = zstd + recipients(options, folder)
    found["mongokeep, zstd 9"] = zstd + ["--zstdLevel", "9"]
    return target, found


def size_of(folder):
    """In MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main():
    options = options_of_bench()
    documents = pymongo.MongoClient(f"mongodb://{options.host}")[DATABASE][COLLECTION].count_documents({})
    target, backups = commands(options, pathlib.Path(options.folder))
    measured = {}
    for _ in range(options.rounds):
        for name, command in backups.items():
            shutil.rmtree(target, ignore_errors=True)
            figures = run(command)
            measured.setdefault(name, []).append((*figures, size_of(target)))
    shutil.rmtree(target, ignore_errors=True)
    print(f"{documents} documents, medians of {options.rounds} rounds")
    print_medians(measured, ["wall s", "client CPU s", "peak MB", "size MB"], "mongodump")


if __name__ == "__main__":
    main()
