"""Measures restores of one collection side by side: see bench/restore, which calls this."""

import pathlib
import subprocess

import pymongo
from measure import options_of_bench, print_medians, run, tool

SOURCE, TARGET, COLLECTION = "shop", "bench", "orders"


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
    options = options_of_bench()
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
    print(f"{wanted} documents, medians of {options.rounds} rounds")
    print_medians(measured, ["wall s", "client CPU s", "peak MB"], "mongorestore")


if __name__ == "__main__":
    main()
