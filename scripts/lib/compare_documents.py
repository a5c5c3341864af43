"""Compares a backup's file with an export that has one document a line: the same documents in the same order.

    compare_documents.py BACKUP.json EXPORT.json

Values are compared as parsed, keys with their order. Prints how many there were; exits 1 at the first difference.
"""

import itertools
import json
import sys


def documents_of_backup(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n").removesuffix(",")
            if line not in ("[", "]", "[]"):
                yield line


def documents_of_export(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def parsed(text):
    # As a list of pairs, so that the order of keys, and a key that stands twice, count.
    return json.loads(text, object_pairs_hook=lambda pairs: ("object", pairs))


def main():
    backup, export = sys.argv[1:]
    count = 0
    for ours, theirs in itertools.zip_longest(documents_of_backup(backup), documents_of_export(export)):
        if ours is None or theirs is None or parsed(ours) != parsed(theirs):
            sys.exit(f"document {count + 1} differs:\n  backup: {ours}\n  export: {theirs}")
        count += 1
    print(f"{count} documents, all the same in value and order")
    if count == 0:
        sys.exit("there was nothing to compare")


main()
