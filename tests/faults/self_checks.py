"""Whether the parts `server`, `life` and `secrets` bite: what a broken program would do is done behind its back."""

import base64
import copy
import json
import os
import shutil
import urllib.parse

import judge
import night_looks
import stores
from canaries import Canaries
from daemon_life import is_flat
from nights import Nights
from station import Stations
from store_station import Station


class Bench:
    """A station, and runs there that are spoilt before they are judged."""

    def __init__(self, station):
        self.station = station

    def backup(self, spoil):
        self.station.fresh_root()
        outcome = self.station.run("backup", self.station.server.uri("shop"))
        spoil(self.station.root / self.station.published()[0], outcome)
        return list(judge.of_backup(self.station, outcome))

    def restore(self, spoil):
        self.station.fresh_root()
        client = self.station.server.client()
        client.drop_database("back")
        outcome = self.station.run("restore", self.station.server.uri("back"), self.station.root / "1st_Jan_2024", "--json")
        spoil(client["back"], outcome)
        return list(judge.of_restore(self.station, outcome, "back"))


def _without_a_document(folder, _):
    path = folder / "orders.json"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:7] + lines[8:]))


def _set(member, value):
    return lambda _, outcome: setattr(outcome, member, value)


def server_checks(context):
    """Each finds something if the judge is awake."""
    with Stations(copy.copy(context)) as stations:
        bench = Bench(next(iter(stations)))
        yield bench.backup(_without_a_document)
        yield bench.backup(lambda folder, _: (folder.parent / ".2nd_Jan_2024.partial").mkdir())
        yield bench.backup(lambda folder, _: (folder.parent / "1st_Jan_2024/orders.json").write_text("[]\n"))
        yield bench.backup(lambda folder, _: shutil.rmtree(folder))
        yield bench.backup(lambda folder, _: (folder / "orders.json").unlink())
        for code in (1, 3, 6, -11, None):
            yield bench.backup(_set("code", code))
        yield bench.backup(_set("log", ""))
        yield bench.restore(lambda database, _: database["orders"].delete_one({"_id": 7}))
        yield bench.restore(lambda database, _: database["orders"].update_one({"_id": 7}, {"$set": {"note": ""}}))
        yield bench.restore(lambda database, _: database["checked"].insert_one({"_id": "strange", "n": 1}))
        yield bench.restore(lambda database, _: database["orders"].drop_index("by_tag"))
        yield bench.restore(lambda database, _: database["open_orders"].drop())
        yield bench.restore(_set("code", 3))


def life_checks(context):
    quiet = copy.copy(context)
    quiet.report_wrong = lambda *_: None
    for spoil in (lambda root, name: shutil.rmtree(root / name), lambda root, name: shutil.copytree(root / name, root / "2nd_Jan_2024"),
                  lambda root, name: (root / name / "orders.json").write_text("[]\n"), lambda root, name: (root / name / "strange").write_text("")):
        nights = Nights(quiet)
        try:
            nights.night()
            while not nights.ledger.entries:
                nights.night()
            wrong = nights.wrong.total()
            spoil(nights.root, next(iter(nights.ledger.entries)))
            night_looks.look(nights)
            yield nights.wrong.total() > wrong
        finally:
            nights.close()
    yield not is_flat(list(range(100, 160)), 4)


def secrets_checks(context):
    canaries = Canaries(context.chance("self"))
    secret = canaries.add("secret", "Pä/ss:" + canaries.add("rest"))
    for text in (secret, secret.lower(), secret.upper(), secret[:9], secret[-9:], *_encoded(secret)):
        yield canaries.hits(f"before {text} behind", "a text")


def _encoded(secret):
    for before in ("", "x", "xx"):
        yield base64.b64encode((before + secret + "more").encode()).decode()
    yield urllib.parse.quote(secret)
    yield urllib.parse.quote(secret, safe="").lower()
    yield json.dumps(secret)
    yield secret.encode().hex()


def shipping_checks(context):
    """What the part `store` sees of a store that was spoilt behind its back."""
    station = Station(context, stores.Folder)
    shelf = station.store.shelf
    source = station.world / "root" / station.second
    spoilers = [lambda: (shelf / station.first / "users.json").write_text("[]\n"),
                lambda: (shelf / station.first / "orders.json").unlink(),
                lambda: shutil.copy(shelf / station.first / "manifest.json", shelf / "m") and os.replace(shelf / "m", shelf / station.first / "manifest.json"),
                lambda: ((shelf / station.second).mkdir(), shutil.copy(source / "manifest.json", shelf / station.second))]
    try:
        for spoil in spoilers:
            station.reset("one")
            spoil()
            yield station.problems_of_store()
        station.reset("one")
        station.canaries.add("a word of rclone's", "--no-modtime")
        yield station.problems_of_all(station.push())
    finally:
        station.close()


def store_checks(context):
    """What rclone finds out about each store, after it was spoilt behind its back, or ended."""
    for kind in stores.EVERY_STORE:
        with kind(context.folder(f"store-{kind.name}") / "store") as store:
            source = store.room / "source"
            source.mkdir()
            (source / "users.json").write_text("[]\n")
            check = ("check", "--download", source, store.remote)
            yield store.rclone("copy", source, store.remote).returncode == 0 == store.rclone(*check).returncode
            (store.shelf / "users.json").write_text("{}\n")
            yield store.rclone(*check).returncode == 1
            (store.shelf / "users.json").unlink()
            yield store.rclone(*check).returncode == 1
            store.kill()
            yield store.rclone("lsf", store.remote).returncode != 0
            store.start()
            yield store.rclone("copy", source, store.remote).returncode == 0 == store.rclone(*check).returncode
