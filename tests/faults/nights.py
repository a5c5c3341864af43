"""A year of nights: each a backup or more and a clean-up, with faults, and an account of what should be there."""

import collections
import datetime
import fcntl
import os
import shutil
import signal
import subprocess
import threading
import time

import root_look
import truth
from ledger import Entry, Ledger, Rules
from proxy import TO_CLIENT, TO_SERVER, Disturbance, Proxy
from station import Station
from writers import Writer

UTC = datetime.timezone.utc
OPTIONS = "&serverSelectionTimeoutMS=600&connectTimeoutMS=600&socketTimeoutMS=1500"
QUIET = ("all_types", "checked", "empty", "orders", "nightly")  # what nobody writes to during a night
# Also by a signal that came before the program had begun to listen to it.
BY_SIGNAL = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}


def instant(text):
    return datetime.datetime.fromisoformat(text)


class Nights:
    """`faults` counts what was tried, by name; `wrong` what came out wrong, by the same names."""

    def __init__(self, context):
        self.context = context
        self.chance = context.chance("nights")
        self.station = Station(context, words=("--sync-on-commit", "--log-file-max", "32MB", "--cache-size", "256M"), is_wide=False)
        self.disk = self.station.folder / "disk"
        self.disk.mkdir()
        # A disk of its own, which can be filled; only root may have one.
        self.has_disk = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.disk], capture_output=True, check=False).returncode == 0
        self.station.root = self.root = self.disk / "root"
        self.root.mkdir(mode=0o700)
        self.rules = Rules()
        self.ledger = Ledger(self.rules)
        self.strangers = {}  # by name in the root: what it is, digested
        self.visitors = {}  # by backup: the night when a stranger came into it
        self.points, self.wrong = collections.Counter(), collections.Counter()
        self.client = self.station.server.client()
        self.writer = Writer(self.station.server.uri())
        self.day = self.hour = 0

    def close(self):
        self.writer.close()
        self.station.server.kill()
        if self.has_disk:
            subprocess.run(["umount", "-l", self.disk], check=False)
        shutil.rmtree(self.station.folder, ignore_errors=True)

    # The clock

    def ahead(self):
        return int(self.day * 86400 + self.hour * 3600)

    def now(self):
        return datetime.datetime.now(UTC) + datetime.timedelta(seconds=self.ahead())

    # Runs

    def run(self, command, uri, *words, environment=None, **how):
        return self.station.run(command, uri, *words, lapse=how.pop("lapse", 1),
                                environment={"MKTEST_CLOCK_AHEAD": str(self.ahead()), **(environment or {})}, **how)

    def tell(self, fault, text, outcome=None):
        self.wrong[fault] += 1
        again = f"scripts/faults {'--long ' if self.context.long else ''}--seed {self.context.seed} --only nights life"
        log = f"\n{outcome.command}: exit code {outcome.code}\n{outcome.output[-2000:]}\n{outcome.log[-5000:]}" if outcome else ""
        self.context.report_wrong("life", "a year of nights", fault, f"night {self.day}: {text}{log}", again, self.root)

    def back_up(self, fault, subject="all", **how):
        """A backup under a fault: into the ledger if it was reported done, and not there if it was not."""
        self.points[fault] += 1
        before = set(os.listdir(self.root))
        lowest, begun = self.writer.highest - Writer.WIDTH, self.now()
        highest = self.writer.highest
        host = how.pop("host", self.station.server.host)
        words = ["-c", "nightly"] if subject != "all" else []
        lapse = how.get("lapse", 1)
        outcome = self.run("backup", self.station.server.uri_through(host, "shop", OPTIONS), *words, **how)
        fresh = [name for name in set(os.listdir(self.root)) - before if not name.startswith(".")]
        if outcome.code is None or outcome.code not in {0, 1, 3, 4, 5, 129, 130, 143, *BY_SIGNAL}:
            self.tell(fault, f"exit code {outcome.code}", outcome)
        if outcome.code in (0, 3) and fresh != [outcome.output.strip().rpartition("/")[2]]:
            self.tell(fault, f"reported as done, but there is {fresh}", outcome)
        # Killed after the rename it may be there, and has to be whole then.
        if fresh and outcome.code not in {0, 3, -signal.SIGKILL}:
            self.tell(fault, f"exit code {outcome.code}, but there is {fresh}", outcome)
        for name in fresh:
            self.enter(fault, name, subject, outcome, begun, max(lowest, self.writer.lowest), highest, lapse)
        if outcome.code in (0, 1, 3, 4) and (left := root_look.leftovers(self.root)):
            self.tell(fault, f"left behind: {left}", outcome)
        return bool(fresh)

    def enter(self, fault, name, subject, outcome, begun, lowest, highest, lapse):
        folder = self.root / name
        manifest = truth.manifest_of(folder)
        entry = Entry(name, instant(manifest["startedAt"]), instant(manifest["finishedAt"]),
                      datetime.datetime.fromtimestamp(folder.stat().st_mtime, UTC), manifest["status"], subject,
                      root_look.digest_of(folder), {})
        if outcome.code in (0, 3) and entry.status != ("complete" if outcome.code == 0 else "partial"):
            self.tell(fault, f"exit code {outcome.code}, but {entry.status}", outcome)
        slack = datetime.timedelta(seconds=2 + outcome.seconds * (lapse - 1))
        if not begun - slack <= entry.started <= entry.finished <= self.now() + slack:
            self.tell(fault, f"made from {begun} to {self.now()}, but the manifest says {entry.started} to {entry.finished}", outcome)
        stored = truth.collections_of_backup(folder)
        for collection in QUIET if subject == "all" else ("nightly",):
            if collection in stored and stored[collection] != self.documents[collection]:
                self.tell(fault, f"{collection} in {name} is not as the server has it", outcome)
            if collection not in stored and entry.status == "complete":
                self.tell(fault, f"{collection} is not in {name}", outcome)
        if "live" in stored:
            ids = {truth.bson.decode(document)["_id"] for document in stored["live"]}
            if missing := set(range(max(lowest, self.writer.lowest), highest + 1)) - ids:
                self.tell(fault, f"live in {name} lacks {sorted(missing)[:5]}, which was there all the time", outcome)
        entry.truth = {name: documents for name, documents in stored.items()}
        self.ledger.add(entry)

    def clean_up(self, fault="clean-up", **how):
        """A clean-up: it leaves what the ledger says. One that was disturbed leaves more, and the next one the rest."""
        self.points[fault] += 1
        before = set(self.ledger.entries)
        expected = self.ledger.kept(self.now())
        outcome = self.run("cleanup", None, *self.rules.words(), **how)
        there = {name for name in os.listdir(self.root) if name in before}
        is_whole = outcome.code == 0 or (outcome.code == 3 and fault == "read while cleaned up")
        if outcome.code is None or outcome.code not in {0, 1, 3, 5, 129, 130, 143, *BY_SIGNAL}:
            self.tell(fault, f"exit code {outcome.code}", outcome)
        if lost := expected - there:
            self.tell(fault, f"removed what was to stay: {sorted(lost)}", outcome)
        if is_whole and fault == "clean-up" and there != expected:
            self.tell(fault, f"kept what was to go: {sorted(there - expected)}", outcome)
        if outcome.code == 0 and (left := root_look.leftovers(self.root)):
            self.tell(fault, f"left behind: {left}", outcome)
        self.ledger.forget(before - there)

    # Faults

    def on_full_disk(self):
        filler = self.disk / "filler"
        free = os.statvfs(self.disk).f_bavail * 4096
        filler.write_bytes(b"\0" * max(0, free - self.chance.randrange(0, 250_000)))
        try:
            return self.back_up("full disk")
        finally:
            filler.unlink()

    def cut(self, kind, fault):
        way = self.chance.choice((TO_CLIENT, TO_SERVER))
        at = self.chance.randrange(60_000 if way == TO_CLIENT else 7_000)
        with Proxy(self.station.server.host, Disturbance(kind, way, at, lasting=fault == "server gone")) as proxy:
            return self.back_up(fault, host=proxy.host, lapse=30)

    def kill_server(self):
        def kill():
            self.station.server.kill()
            self.station.server.start()
        with Proxy(self.station.server.host, Disturbance("do", TO_CLIENT, self.chance.randrange(60_000), do=kill)) as proxy:
            # As patient as it needs to be until the server is up again.
            return self.back_up("server killed", host=proxy.host, lapse=4)

    def signalled(self, number, fault):
        delay = self.chance.uniform(0.001, 0.08)

        def send(process):
            def later():
                time.sleep(delay)
                if process.poll() is None:
                    process.send_signal(number)
            threading.Thread(target=later, daemon=True).start()
        return self.back_up(fault, before=send)

    def locked(self):
        with open(self.root / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return self.back_up("locked")

    def every_fault(self):
        chance = self.chance
        return [
            lambda: self.signalled(signal.SIGKILL, "killed"),
            lambda: self.signalled(chance.choice((signal.SIGTERM, signal.SIGINT, signal.SIGHUP)), "stopped"),
            lambda: self.back_up("file size limit", prefix=("prlimit", f"--fsize={chance.randrange(0, 60_000)}")),
            lambda: self.back_up("few descriptors", prefix=("prlimit", f"--nofile={chance.randrange(6, 40)}")),
            lambda: self.back_up("unreadable sector", environment={
                "LD_PRELOAD": f"{self.context.time_lapse}:{self.context.flawed_machine}",
                "MKTEST_BAD_SECTOR": f".{chance.choice(QUIET)}.json.part"}),
            lambda: self.cut("cut", "connection cut"), lambda: self.cut("reset", "connection reset"),
            lambda: self.cut("cut", "server gone"), self.kill_server, self.locked,
            *([self.on_full_disk] if self.has_disk else [])]

    def damage(self):
        """Somebody, or a disk, changes a backup."""
        candidates = [entry for entry in self.ledger.entries.values() if entry.is_sound]
        if not candidates:
            return
        entry = self.chance.choice(candidates)
        kind = self.chance.choice(("flipped byte", "cut file", "lost file", "lost manifest"))
        self.points[kind] += 1
        folder = self.root / entry.name
        stamps = folder.stat()
        files = sorted(path for path in folder.iterdir() if path.name != "manifest.json" and path.stat().st_size > 10)
        path = self.chance.choice(files)
        text = bytearray(path.read_bytes())
        if kind == "flipped byte":
            text[self.chance.randrange(len(text))] ^= 1 << self.chance.randrange(8)
            path.write_bytes(text)
            entry.is_flipped = True
        elif kind == "cut file":
            path.write_bytes(text[:-1])
            entry.is_truncated = True
        elif kind == "lost file":
            path.unlink()
            entry.is_truncated = True
        else:
            (folder / "manifest.json").write_bytes(b"\0" * 100)
            entry.is_headless = True
        os.utime(folder, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
        entry.digest = root_look.digest_of(folder)

    def visit(self):
        """Somebody puts something into the root, or into a backup, from where it is taken away later."""
        self.points["foreign file"] += 1
        kind = self.chance.choice(("file", "folder", "link", "dated", "hidden", "in a backup"))
        name = {"file": f"notes-{self.day}.txt", "folder": f"mine-{self.day}", "link": f"link-{self.day}", "hidden": f".mine-{self.day}",
                "dated": f"{self.day % 28 + 1}th_Jan_1999_{self.day:06}"}.get(kind)
        if kind == "in a backup":
            candidates = [entry for entry in self.ledger.entries.values() if entry.is_sound]
            if candidates:
                entry = self.chance.choice(candidates)
                folder = self.root / entry.name
                stamps = folder.stat()
                (folder / "visitor.txt").write_text("mine")
                os.utime(folder, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
                entry.has_stranger, entry.digest = True, root_look.digest_of(folder)
                self.visitors[entry.name] = self.day
            return
        path = self.root / name
        if kind in ("file", "hidden"):
            path.write_text("mine")
        elif kind == "link":
            path.symlink_to(self.station.reference)
        else:
            path.mkdir()
            (path / "mine.txt").write_text("mine")
        self.strangers[name] = root_look.digest_of(path) if path.is_dir() and not path.is_symlink() else None

    def take_visitors_away(self):
        for name, night in list(self.visitors.items()):
            if self.day - night < 12:
                continue
            del self.visitors[name]
            entry = self.ledger.entries.get(name)
            if entry is None:
                self.tell("foreign file", f"{name} is gone with somebody's file in it")
                continue
            folder = self.root / name
            stamps = folder.stat()
            (folder / "visitor.txt").unlink()
            os.utime(folder, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
            entry.has_stranger, entry.digest = False, root_look.digest_of(folder)

    # Looks

    def look(self):
        """Listing, health and bytes agree with the ledger; nothing of others has changed."""
        self.points["looked at"] += 1
        listed = self.run("list", None, "--json")
        found = {one["name"]: one["status"] for one in listed.json} if listed.code == 0 else listed.code
        expected = {entry.name: entry.listed for entry in self.ledger.entries.values()}
        expected |= {name: "foreign" for name in self.strangers if not name.startswith(".")}
        if found != expected:
            differing = {name: (found.get(name), expected.get(name)) for name in {*found, *expected} if found.get(name) != expected.get(name)}
            self.tell("looked at", f"list differs from the ledger: {differing}", listed)
        health = self.run("health", None, "--json")
        if health.code != self.ledger.health(self.now()):
            self.tell("looked at", f"health says {health.code}, the ledger {self.ledger.health(self.now())}", health)
        for entry in self.ledger.entries.values():
            if root_look.digest_of(self.root / entry.name) != entry.digest:
                self.tell("looked at", f"{entry.name} has changed")
        for name, digest in self.strangers.items():
            path = self.root / name
            if not os.path.lexists(path) or (digest is not None and root_look.digest_of(path) != digest):
                self.tell("foreign file", f"{name} has changed, or is gone")

    def verify_one(self):
        entries = list(self.ledger.entries.values())
        if not entries:
            return
        self.points["verified"] += 1
        entry = self.chance.choice(entries)
        outcome = self.run("verify", None, self.root / entry.name, "--json")
        if outcome.code != (0 if entry.is_sound else 4):
            self.tell("verified", f"{entry.name}: {outcome.code}, but {vars(entry) | {'digest': 0, 'truth': 0}}", outcome)

    def restore_while_cleaned_up(self):
        """The oldest one is restored while a clean-up comes: whole, or refused."""
        sound = sorted((entry for entry in self.ledger.entries.values() if entry.is_sound and entry.status == "complete"),
                       key=lambda entry: entry.order)
        if not sound:
            return
        entry = sound[0]
        self.points["restored while cleaned up"] += 1
        self.client.drop_database("back")
        outcomes = []
        thread = threading.Thread(target=lambda: outcomes.append(
            self.run("restore", self.station.server.uri("back"), self.root / entry.name, "--json")))
        thread.start()
        time.sleep(self.chance.uniform(0, 0.06))
        self.clean_up("cleaned up while read")
        thread.join()
        outcome = outcomes[0]
        # 2: it was gone before it was opened.
        if outcome.code not in {0, 2, 5}:
            self.tell("restored while cleaned up", f"exit code {outcome.code}", outcome)
        if outcome.code == 0:
            documents = truth.collections_in(self.client["back"])
            if documents != {name: stored for name, stored in entry.truth.items() if name in documents} or len(documents) != len(entry.truth):
                self.tell("restored while cleaned up", f"{entry.name} was restored, and is not what was backed up", outcome)

    # A night

    def night(self):
        chance = self.chance
        self.hour = chance.uniform(0, 3)
        database = self.client["shop"]
        database["nightly"].insert_many([{"_id": self.day * 10 + number, "night": self.day} for number in range(5)])
        self.documents = {name: truth.documents_in_collection(database, name) for name in QUIET}
        self.take_visitors_away()
        if chance.random() < 0.1:
            self.damage()
        if chance.random() < 0.12:
            self.visit()
        is_there = False
        for fault in chance.sample(self.every_fault(), chance.choice((0, 1, 1, 2, 3))):
            is_there = fault() or is_there
            self.hour += 0.1
        # One night in ten is lost altogether.
        if not is_there and chance.random() < 0.9 and not self.back_up("nothing"):
            self.tell("nothing", "no backup, without any fault")
        if chance.random() < 0.15:
            self.hour += 0.1
            self.back_up("nothing", subject="nightly")
        self.hour += 2
        if chance.random() < 0.15:
            self.restore_while_cleaned_up()
        if chance.random() < 0.2:
            number, delay = chance.choice((signal.SIGKILL, signal.SIGTERM)), chance.uniform(0.001, 0.03)

            def send(process):
                time.sleep(delay)
                if process.poll() is None:
                    process.send_signal(number)
            self.clean_up("clean-up disturbed", before=send)
        self.clean_up()
        self.look()
        if chance.random() < 0.3:
            self.verify_one()
        self.points["nights"] += 1
        self.day += 1

    def end(self):
        """At the end of the year: every backup that should be there is as it was made, or as it was damaged."""
        for entry in list(self.ledger.entries.values()):
            self.points["verified"] += 1
            outcome = self.run("verify", None, self.root / entry.name)
            if outcome.code != (0 if entry.is_sound else 4):
                self.tell("verified", f"{entry.name}: {outcome.code}", outcome)
