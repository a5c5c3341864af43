"""Points in the middle of a backup at which somebody else changes the database."""

import judge
import sample_database
import truth
from proxy import TO_CLIENT, Disturbance, Proxy
from server_scenarios import Backup


def _again(database):
    database["wide"].drop()
    database["wide"].insert_many([{"_id": f"new {number}"} for number in range(5)])


# By name: what is done, the collections that it touches, and whether documents of those may go or change one by one.
CHANGES = {
    "dropped": (lambda database: database["wide"].drop(), {"wide"}, False),
    "renamed": (lambda database: database["wide"].rename("wider"), {"wide", "wider"}, False),
    "made anew": (_again, {"wide"}, False),
    "created": (lambda database: database["newcomer"].insert_many([{"_id": 1}, {"_id": 2}]), {"newcomer"}, False),
    "emptied": (lambda database: database["wide"].delete_many({}), {"wide"}, True),
    "index built": (lambda database: database["wide"].create_index("filling"), {"wide"}, False),
    "index dropped": (lambda database: database["orders"].drop_index("by_tag"), {"orders"}, False),
    "inserted": (lambda database: database["wide"].insert_many([{"_id": number + 0.5, "new": 1} for number in range(240)]), {"wide"}, True),
    "updated": (lambda database: database["wide"].update_many({"_id": {"$mod": [2, 0]}}, {"$set": {"filling": "short"}}), {"wide"}, True),
    "deleted": (lambda database: database["wide"].delete_many({"_id": {"$mod": [3, 0]}}), {"wide"}, True),
    "view dropped": (lambda database: database["open_orders"].drop(), {"open_orders"}, False),
    "capped wraps": (lambda database: database["recent"].insert_many([{"filling": "y" * 500} for _ in range(300)]), {"recent"}, True)}
KINDS = tuple(CHANGES)


def points(context, texts):
    """Each as (kind, at)."""
    wanted = 30 if context.long else 1
    return [(kind, at) for kind in CHANGES for at in context.sample(range(len(texts[TO_CLIENT])), wanted, "changes", kind)]


def _of_touched(station, before, after, kind):
    """A collection that is called complete is a whole one: no short copy, no document twice."""
    published = station.published()
    if not published:
        return
    folder = station.root / published[0]
    manifest = truth.manifest_of(folder)
    _, touched, by_document = CHANGES[kind]
    for entry in manifest["collections"]:
        name = entry["name"]
        if name not in touched or "error" in entry or "file" not in entry:
            continue
        stored = truth.documents_in_file(folder / entry["file"])
        old, new = before.get(name, []), after.get(name, [])
        if not by_document and stored != old and stored != new:
            yield f"{name} is complete, with {len(stored)} documents: neither the {len(old)} of before nor the {len(new)} of after"
        if by_document and (missing := (set(old) & set(new)) - set(stored)):
            yield f"{name} is complete, but {len(missing)} documents that nobody touched are missing"
        if by_document and (strange := set(stored) - set(old) - set(new)):
            yield f"{name} has {len(strange)} documents that never were there"


def faults(context, station, point):
    """What came out wrong at the point; None where the run came to its end before it."""
    kind, at = point
    client = station.server.client()
    client.drop_database(sample_database.NAME)
    database = sample_database.fill(client)
    run = Backup(station)
    run.prepare()
    change, touched, _ = CHANGES[kind]
    disturbance = Disturbance("do", TO_CLIENT, at, do=lambda: change(database))
    with Proxy(station.server.host, disturbance) as proxy:
        outcome = run.run(proxy.host)
    found = list(judge.of_backup(station, outcome, touched=touched))
    if not disturbance.done:
        found += judge.of_undisturbed(outcome)
        if not found:
            return None
    found += _of_touched(station, station.documents, truth.collections_in(database), kind)
    found += judge.of_next_backup(station)
    client.drop_database(sample_database.NAME)
    sample_database.fill(client)
    return [f"{text}\n{outcome.command}: exit code {outcome.code}\n{outcome.log[-6000:]}" for text in found]
