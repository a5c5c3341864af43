"""Measures restores of one collection side by side: see bench/restore, which calls this."""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import pymongo

SOURCE, TARGET, COLLECTION = "shop", "bench", "orders"


def tool(name, peers):
    """The peer's path; nothing, with a word about it, where it is missing."""
    path = pathlib.Path(peers, name) if peers else shutil.which(name)
    if path and os.access(path, os.X_OK):
        return str(path)
    print(f"left out: there is no {name}", file=sys.stderr)
    return None


def run(command):
    """Wall seconds, CPU seconds of the client, its peak memory in MB."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {errors.decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def commands(options, folder):
    """What restores the same documents, by name; writes what each reads from."""
    uri = f"mongodb://{options.host}"
    found = {}
    backup = folder / "backup"
    subprocess.run([options.program, "backup", "--quiet", "--uri", f"{uri}/{SOURCE}", "--collection", COLLECTION, "--root", backup],
                   check=True)
    text = next(backup.glob(f"*/{COLLECTION}.json"))
    if mongodump := tool("mongodump", options.peers):
        subprocess.run([mongodump, "--quiet", "--uri", f"{uri}/{SOURCE}", "--collection", COLLECTION, "--out", folder / "dump"], check=True)
        if mongorestore := tool("mongorestore", options.peers):
            found["mongorestore"] = [mongorestore, "--quiet", "--uri", f"{uri}/", "--nsFrom", f"{SOURCE}.*", "--nsTo", f"{TARGET}.*",
                                     folder / "dump"]
    found["mongokeep restore"] = [options.program, "restore", "latest", "--quiet", "--uri", f"{uri}/{TARGET}", "--root", backup]
    if mongoimport := tool("mongoimport", options.peers):
        found["mongoimport"] = [mongoimport, "--quiet", "--uri", f"{uri}/{TARGET}", "--collection", COLLECTION, "--jsonArray", text]
    return found


def main():
    parser = argparse.ArgumentParser()
    for name in ("host", "program", "folder", "peers"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    client = pymongo.MongoClient(f"mongodb://{options.host}")
    wanted = client[SOURCE][COLLECTION].count_documents({})
    measured = {}
    restores = commands(options, pathlib.Path(options.folder))
    for _ in range(options.rounds):
        for name, command in restores.items():
            client.drop_database(TARGET)
            measured.setdefault(name, []).append(run(command))
            there = client[TARGET][COLLECTION].count_documents({})
            if there != wanted:
                raise SystemExit(f"{name} restored {there} of {wanted} documents")
    client.drop_database(TARGET)

    medians = {name: [statistics.median(column) for column in zip(*rounds)] for name, rounds in measured.items()}
    base = medians.get("mongorestore")
    print(f"{wanted} documents, medians of {options.rounds} rounds" + (", ratios to mongorestore" if base else ""))
    print(f"{'':20} {'wall s':>15} {'client CPU s':>15} {'peak MB':>15}")
    for name, values in medians.items():
        cells = [f"{value:.2f}" + (f" ({value / of:.2f})" if base else "") for value, of in zip(values, base or values)]
        print(f"{name:20} " + " ".join(f"{cell:>15}" for cell in cells))


if __name__ == "__main__":
    main()
