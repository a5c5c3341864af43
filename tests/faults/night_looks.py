"""The root, the program's own words, and the account beside them, held against each other."""

import os
import threading
import time

import root_look
import truth


def look(nights):
    """Listing, health and bytes agree with the ledger; nothing of others has changed."""
    nights.points["looked at"] += 1
    listed = nights.run("list", None, "--json")
    found = {one["name"]: one["status"] for one in listed.json} if listed.code == 0 else listed.code
    expected = {entry.name: entry.listed for entry in nights.ledger.entries.values()}
    expected |= {name: "foreign" for name in nights.strangers if not name.startswith(".")}
    if found != expected:
        differing = {name: (found.get(name), expected.get(name)) for name in {*found, *expected} if found.get(name) != expected.get(name)}
        nights.tell("looked at", f"list differs from the ledger: {differing}", listed)
    health = nights.run("health", None, "--json")
    if health.code != nights.ledger.health(nights.now()):
        nights.tell("looked at", f"health says {health.code}, the ledger {nights.ledger.health(nights.now())}", health)
    for entry in nights.ledger.entries.values():
        if root_look.digest_of(nights.root / entry.name) != entry.digest:
            nights.tell("looked at", f"{entry.name} has changed")
    for name, digest in nights.strangers.items():
        path = nights.root / name
        if not os.path.lexists(path) or (digest is not None and root_look.digest_of(path) != digest):
            nights.tell("foreign file", f"{name} has changed, or is gone")


def verify_one(nights):
    entries = list(nights.ledger.entries.values())
    if not entries:
        return
    nights.points["verified"] += 1
    entry = nights.chance.choice(entries)
    outcome = nights.run("verify", None, nights.root / entry.name, "--json")
    if outcome.code != (0 if entry.is_sound else 4):
        nights.tell("verified", f"{entry.name}: {outcome.code}, but {vars(entry) | {'digest': 0, 'truth': 0}}", outcome)


def restore_while_cleaned_up(nights):
    """The oldest one is restored while a clean-up comes: whole, or refused."""
    sound = sorted((entry for entry in nights.ledger.entries.values() if entry.is_sound and entry.status == "complete"),
                   key=lambda entry: entry.order)
    if not sound:
        return
    entry = sound[0]
    nights.points["restored while cleaned up"] += 1
    nights.client.drop_database("back")
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(
        nights.run("restore", nights.station.server.uri("back"), nights.root / entry.name, "--json")))
    thread.start()
    time.sleep(nights.chance.uniform(0, 0.06))
    nights.clean_up("cleaned up while read")
    thread.join()
    outcome = outcomes[0]
    # 2: it was gone before it was opened.
    if outcome.code not in {0, 2, 5}:
        nights.tell("restored while cleaned up", f"exit code {outcome.code}", outcome)
    if outcome.code == 0:
        documents = truth.collections_in(nights.client["back"])
        if documents != {name: stored for name, stored in entry.truth.items() if name in documents} or len(documents) != len(entry.truth):
            nights.tell("restored while cleaned up", f"{entry.name} was restored, and is not what was backed up", outcome)
