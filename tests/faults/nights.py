"""A year of nights: each a backup or more and a clean-up, with faults, and an account of what should be there."""

import collections
import datetime
import os
import shutil
import signal
import subprocess
import time

import night_looks
import night_visitors
import root_look
import truth
from ledger import Entry, Ledger, Rules
from night_faults import QUIET, every_fault
from server_scenarios import PATIENT
from station import Station
from writers import Writer

UTC = datetime.timezone.utc
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
        log = f"\n{outcome.command}: exit code {outcome.code}\n{outcome.output[-2000:]}\n{outcome.log[-5000:]}" if outcome else ""
        self.context.report_wrong("life", "a year of nights", fault, f"night {self.day}: {text}{log}",
                                  self.context.again("life", "nights"), self.root)

    def back_up(self, fault, subject="all", **how):
        """A backup under a fault: into the ledger if it was reported done, and not there if it was not."""
        self.points[fault] += 1
        before = set(os.listdir(self.root))
        lowest, begun = self.writer.highest - Writer.WIDTH, self.now()
        highest = self.writer.highest
        host = how.pop("host", self.station.server.host)
        words = ["-c", "nightly"] if subject != "all" else []
        lapse = how.get("lapse", 1)
        outcome = self.run("backup", self.station.server.uri_through(host, "shop", how.pop("options", PATIENT)), *words, **how)
        fresh = [name for name in set(os.listdir(self.root)) - before if not name.startswith(".")]
        if outcome.code is None or outcome.code not in {0, 1, 3, 4, 5, 129, 130, 143, *BY_SIGNAL}:
            self.tell(fault, f"exit code {outcome.code}", outcome)
        if outcome.code in (0, 3) and fresh != [outcome.output.strip().rpartition("/")[2]]:
            self.tell(fault, f"reported as done, but there is {fresh}", outcome)
        # Killed after the rename it may be there, and has to be whole then. A stop in the last moment, when nobody listens to
        # it any more, ends what is done and told.
        is_told = outcome.code in BY_SIGNAL and outcome.says("createBackup: Backup completed")
        if fresh and outcome.code not in {0, 3, -signal.SIGKILL} and not is_told:
            self.tell(fault, f"exit code {outcome.code}, but there is {fresh}", outcome)
        for name in fresh:
            self.enter(fault, name, subject, outcome, begun, max(lowest, self.writer.lowest), highest, lapse)
        # A run that did not come so far as to have the lock leaves what a killed one has left.
        left = set(root_look.leftovers(self.root)) - (set() if outcome.code in (0, 3) else before)
        if outcome.code in (0, 1, 3, 4) and left:
            self.tell(fault, f"left behind: {sorted(left)}", outcome)
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
        if is_whole and fault == "clean-up" and there - expected:
            self.tell(fault, f"kept what was to go: {sorted(there - expected)}", outcome)
        if outcome.code == 0 and (left := root_look.leftovers(self.root)):
            self.tell(fault, f"left behind: {left}", outcome)
        self.ledger.forget(before - there)

    # A night

    def night(self):
        chance = self.chance
        self.hour = chance.uniform(0, 3)
        database = self.client["shop"]
        database["nightly"].insert_many([{"_id": self.day * 10 + number, "night": self.day} for number in range(5)])
        self.documents = {name: truth.documents_in_collection(database, name) for name in QUIET}
        night_visitors.take_visitors_away(self)
        if chance.random() < 0.1:
            night_visitors.damage(self)
        if chance.random() < 0.12:
            night_visitors.visit(self)
        is_there = False
        for fault in chance.sample(every_fault(self), chance.choice((0, 1, 1, 2, 3))):
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
            night_looks.restore_while_cleaned_up(self)
        if chance.random() < 0.2:
            number, delay = chance.choice((signal.SIGKILL, signal.SIGTERM)), chance.uniform(0.001, 0.03)

            def send(process):
                time.sleep(delay)
                if process.poll() is None:
                    process.send_signal(number)
            self.clean_up("clean-up disturbed", before=send)
        self.clean_up()
        night_looks.look(self)
        if chance.random() < 0.3:
            night_looks.verify_one(self)
        self.points["nights"] += 1
        # Now and then the machine is off for some days.
        self.day += chance.randrange(2, 15) if chance.random() < 0.06 else 1

    def end(self):
        """At the end of the year: every backup that should be there is as it was made, or as it was damaged."""
        for entry in list(self.ledger.entries.values()):
            self.points["verified"] += 1
            outcome = self.run("verify", None, self.root / entry.name)
            if outcome.code != (0 if entry.is_sound else 4):
                self.tell("verified", f"{entry.name}: {outcome.code}", outcome)
