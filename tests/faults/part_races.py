"""Backup, clean-up, restore, verify and daemons at the same time on one root, by a schedule that the seed decides."""

import json
import signal
import subprocess
import threading
import time

import bson

import tree
import trace
import whole
from context import Tally
from keeping_scenarios import CleanupOfBackups
from stage import stage_of

WORKERS = 5


KIND = "at the same time"


def run(context):
    if context.only in "races":
        yield from Race(context, stage_of(context)).rows(240 if context.long else 8)


class Race:
    def __init__(self, context, stage):
        self.context, self.stage = context, stage
        self.world = context.folder("race")
        self.root = self.world / "root"
        self.expected = {"shop": stage.expected["shop"]}
        self.lock = threading.Lock()
        self.tally = Tally()
        self.made, self.aged = {}, 0
        self.uri = stage.source.uri("shop")
        self.actions = [(self.backup, 5), (self.cleanup, 3), (self.restore, 2), (self.verify, 2), (self.listing, 3), (self.daemon, 2), (self.add_old, 2)]

    def rows(self, seconds):
        self.backup(self.context.chance("first"))
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self.work, args=(number, end)) for number in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.at_the_end()
        return self.tally.rows()

    def work(self, number, end):
        chance = self.context.chance("races", number)
        while time.monotonic() < end:
            action = chance.choices([action for action, _ in self.actions], [weight for _, weight in self.actions])[0]
            try:
                action(chance)
            except Exception as error:
                self.fault(action.__name__, f"cannot be told: {error!r}")

    def fault(self, name, text):
        self.tally.found_wrong("races", name, KIND)
        self.context.report_wrong("races", name, KIND, text, self.context.again("races"), self.root)

    def call(self, name, codes, *words):
        outcome = trace.run(self.context, self.world, [self.context.program, *words])
        self.tally.tried("races", name, KIND)
        if outcome.hangs or outcome.code not in codes:
            self.fault(name, outcome.tell())
        return outcome

    def backup(self, chance):
        outcome = self.call("backup", {0, 5}, "backup", "--uri", self.uri, "--root", "root")
        if outcome.code == 0:
            name = outcome.out.strip().rpartition("/")[2]
            problems = whole.problems_of(self.root / name, self.expected)
            if problems:
                self.fault("backup", f"{name} was reported done: {problems}")
            self.made[name] = tree.tree_of(self.root / name)

    def cleanup(self, chance):
        self.call("cleanup", {0, 5}, "cleanup", "--root", "root", "--daysToKeep", "30")

    def restore(self, chance):
        database = f"raced_{chance.getrandbits(48)}"
        outcome = self.call("restore", {0}, "restore", "latest", "--root", "root", "--uri", self.stage.target.uri(), "--db", database)
        with self.stage.target.client() as client:
            found = {name: [bson.encode(document) for document in client[database][name].find().sort("_id")] for name in self.expected["shop"]}
            client.drop_database(database)
        if outcome.code == 0 and found != self.expected["shop"]:
            self.fault("restore", f"it was reported done: {outcome.tell()}")

    def verify(self, chance):
        self.call("verify", {0}, "verify", "latest", "--root", "root", *chance.choice([(), ("--quick",)]))

    def listing(self, chance):
        outcome = self.call("list", {0}, "list", "--root", "root", "--json")
        if outcome.code != 0:
            return
        bad = [(entry["name"], entry["status"], entry["problem"]) for entry in json.loads(outcome.out)
               if entry["status"] not in ("complete", "unfinished") and self.is_todays(entry["name"])]
        if bad:
            self.fault("list", f"it says {bad}")

    def is_todays(self, name):
        return name.split("_")[2] == str(time.gmtime().tm_year)

    def daemon(self, chance):
        """A second one ends with 5; the first is told to stop, or killed."""
        process = subprocess.Popen([self.context.program, "run", "--root", "root", "--uri", self.uri], cwd=self.world, env=trace.environment(self.world),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            process.wait(chance.uniform(0.05, 1))
        except subprocess.TimeoutExpired:
            process.send_signal(chance.choice([signal.SIGTERM, signal.SIGTERM, signal.SIGKILL]))
        _, told = process.communicate(timeout=trace.HANG)
        self.tally.tried("races", "run", KIND)
        if process.returncode not in (5, 143, -signal.SIGTERM, -signal.SIGKILL):
            self.fault("run", f"exit code {process.returncode}: {told}")

    def add_old(self, chance):
        """For the clean-up: a whole backup of long ago comes to be there at once."""
        with self.lock:
            self.aged += 1
            name = f"{4 + self.aged % 17}th_Jan_{1980 + self.aged // 17}"
            source = self.root / chance.choice(sorted(self.made))
        aside = self.world / f"aside-{name}"
        CleanupOfBackups.make_old(source, aside)
        aside.rename(self.root / name)

    def at_the_end(self):
        """What was reported done is there as it was; the next run succeeds and leaves nothing behind."""
        self.call("backup", {0}, "backup", "--uri", self.uri, "--root", "root")
        self.call("cleanup", {0}, "cleanup", "--root", "root", "--daysToKeep", "30")
        for name, before in self.made.items():
            told = tree.difference(before, tree.tree_of(self.root / name))
            if told:
                self.fault("backup", f"{name} is not what it was: {told}")
        left = [path.name for path in self.root.iterdir() if path.name not in self.made and not self.is_expected(path.name)]
        if left:
            self.fault("cleanup", f"it leaves {left}")

    def is_expected(self, name):
        return name.startswith((".lock", ".schedule")) or whole.is_dated(name) and self.is_todays(name)
