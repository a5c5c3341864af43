"""Scenarios of commands that make backups."""

import json
import re
import subprocess

import stock
import tree
import whole
from scenario import OWN_NAMES, Scenario

PARTIAL = re.compile(r'"createBackup: Backup completed","status":"partial","backupPath":"[^"]*/([^"/]+)"')


class Backup(Scenario):
    """`backup` of the database `shop` into a root that is not there."""

    name = "backup, the first one"
    databases = ("shop",)

    def __init__(self, context, stage):
        self.told_partial = set()  # what was said to be partial, by exit code 3 or in the log
        super().__init__(context, stage)

    def prepare(self, world):
        pass

    def source(self):
        return self.stage.source

    def flags(self, world):
        return []

    def command(self, world):
        return ["backup", "--uri", self.source().uri("shop"), "--root", "root", "-j", "1", *self.flags(world)]

    def expected(self):
        return {database: self.stage.expected[database] for database in self.databases}

    def problems_of_backup(self, folder):
        return whole.problems_of(folder, self.expected())

    def done(self, world, outcome):
        self.note_partial(world, outcome)
        if outcome.code is None:
            return True if re.search(r"^/.*\n", outcome.out) or '"createBackup: Backup completed","status":"complete"' in outcome.err else None
        return super().done(world, outcome)

    def note_partial(self, world, outcome):
        """`world`: None where nobody looks at one, as when a disk is replayed."""
        self.told_partial |= {str(world / "root" / name) for name in PARTIAL.findall(outcome.err) if world}

    def look(self, world, done, code=None):
        after = tree.tree_of(world)
        problems = self.outside(after, self.touched())
        problems += [f"an earlier backup: {told}" for name in self.earlier() if (told := self.changed(after, name))]
        new = [name for name in self.dated(after) if name not in self.earlier()]
        for name in new:
            if code == 3:
                self.told_partial.add(str(world / "root" / name))
            problems += [f"{name}: {problem}" for problem in self.problems_of_backup(world / "root" / name)
                         if not (str(world / "root" / name) in self.told_partial and self.is_of_partial(problem))]
        if done is True and not new:
            problems.append("it was reported done and is not there")
        if done is False and new:
            problems.append(f"nothing was published, it was said, and there is {new[0]}")
        problems += [f"{name} is of nobody" for name in self.names_in_root(after) if not self.is_expected(name)]
        return problems

    def was_told_partial(self, world, name, code):
        return code == 3 or str(world / "root" / name) in self.told_partial

    def touched(self):
        return ()

    @staticmethod
    def is_of_partial(problem):
        return problem.startswith(("its status is partial", "it holds"))

    @staticmethod
    def names_in_root(after):
        return [path[5:] for path in after if path.startswith("root/") and path.count("/") == 1]

    def is_expected(self, name):
        return name in OWN_NAMES or whole.is_dated(name) or whole.is_remains(name) or f"root/{name}" in self.before

    def make_earlier(self, world, *flags):
        outcome = self.mongokeep(world, "backup", "--uri", self.source().uri("shop"), "--root", "root", *flags)
        if outcome.code != 0:
            raise RuntimeError(outcome.tell())
        return world / "root" / outcome.out.strip().rpartition("/")[2]


class SecondOfADay(Backup):
    name = "backup, second of a day"

    def prepare(self, world):
        self.make_earlier(world)


class BehindADeadRun(Backup):
    """With what killed runs have left."""

    name = "backup, behind killed runs"

    def prepare(self, world):
        earlier = self.make_earlier(world)
        tree.copy(earlier, world / "root/.1st_Feb_2024.partial")
        (world / "root/.1st_Feb_2024.partial/manifest.json").unlink()
        tree.copy(earlier, world / "root/.deleting-2nd_Feb_2024")


class AllDatabases(Backup):
    name = "backup, all databases"
    databases = ("shop", "depot")

    def command(self, world):
        return ["backup", "--uri", self.source().uri(), "--root", "root", "--allDatabases"]


class Packed(Backup):
    name = "backup, zstd and age"

    def prepare(self, world):
        make_key(self, world, "one.key")

    def flags(self, world):
        return ["--compression", "zstd", "--recipient", recipient_of(world / "keys/one.key")]

    def problems_of_backup(self, folder):
        return whole.problems_of(folder, self.expected(), self.world / "keys/one.key")


class Large(Backup):
    """A file of more than a MiB, which is synced by itself and read back while it is written."""

    name = "backup, a large collection"
    databases = ("archive",)
    most = 150

    def source(self):
        return self.stage.target

    def command(self, world):
        return ["backup", "--uri", self.source().uri("archive"), "--root", "root"]


class Once(Backup):
    """`run --once backup`, with a hook."""

    name = "run --once backup"

    def prepare(self, world):
        self.make_earlier(world)

    def command(self, world):
        return ["run", "--once", "backup", "--uri", self.source().uri("shop"), "--root", "root", "-j", "1", "--onSuccess", "cat > told"]

    def touched(self):
        return ("told",)

    def done(self, world, outcome):
        try:
            if world and (told := world / "told").is_file() and json.loads(told.read_text())["status"] == "complete":
                return True
        except ValueError:
            pass  # the hook was killed as well
        return super().done(world, outcome)


class Daemon(Backup):
    """`run` that finds a missed night: makes a backup at once, and has it on its record."""

    name = "run, a missed night"
    undisturbed = 143
    codes = frozenset({143, 0, 1, 3, 5})
    stop_at = re.compile(r"createBackup: Backup completed|trying again|createBackup: Backup failed|Waiting for another")

    def prepare(self, world):
        self.make_earlier(world)
        record_of_yesterday(world / "root")

    def command(self, world):
        return ["run", "--uri", self.source().uri("shop"), "--root", "root", "-j", "1", "--cleanupSchedule", "0 0 1 1 *", "--timezone", "UTC"]

    def done(self, world, outcome):
        self.note_partial(world, outcome)
        return True if '"createBackup: Backup completed","status":"complete"' in outcome.err else None

    def look(self, world, done, code=None):
        problems = super().look(world, done, code)
        record = world / "root/.schedule.json"
        try:
            if json.loads(record.read_text())["formatVersion"] != 1:
                problems.append("the record is of another version")
        except (OSError, ValueError) as error:
            problems.append(f"the record is not whole: {error}")
        return problems

    def next(self, world):
        """Whatever was left open is done by the next start; where nothing is, it would wait for the next night."""
        outcome = self.mongokeep(world, "backup", "--uri", self.source().uri("shop"), "--root", "root")
        if outcome.code != 0:
            return [f"the next run fails: {outcome.tell()}"]
        return self.look(world, True) + self.remains(world)


def record_of_yesterday(root):
    """As the program would have written it a day ago."""
    task = {"timeZone": "UTC", "settledUntil": "2024-02-20T01:00:00.000Z", "pending": None, "attempts": 0}
    record = {"formatVersion": 1, "seenAt": "2024-02-20T01:00:01.000Z", "doubt": None, "backup": {"expression": "0 1 * * *", **task},
              "cleanup": {"expression": "0 0 1 1 *", **task}}
    (root / ".schedule.json").write_text(json.dumps(record))
    (root / ".schedule.json").chmod(0o600)


def make_key(scenario, world, name):
    outcome = scenario.mongokeep(world, "keygen", f"keys/{name}")
    if outcome.code != 0:
        raise RuntimeError(outcome.tell())


def recipient_of(key):
    return re.search(r"age1[a-z0-9]+", key.read_text())[0]


def backup_scenarios():
    return [Backup, SecondOfADay, BehindADeadRun, AllDatabases, Packed, Large, Once, Daemon]
