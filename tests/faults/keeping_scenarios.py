"""Scenarios of commands that change what is there: clean-up, rewrap, keygen."""

import datetime
import os
import re
import subprocess

import tree
import whole
from backup_scenarios import Backup, make_key, recipient_of
from scenario import Scenario


THEN = datetime.datetime(2024, 1, 5, tzinfo=datetime.timezone.utc)


def set_time(folder):
    os.utime(folder, (THEN.timestamp(), THEN.timestamp()))


class Cleanup(Backup):
    """`cleanup` of a root with old backups, and old ones of an older system."""

    name = "cleanup"
    old = ("1st_Jan_2024", "2nd_Jan_2024", "3rd_Jan_2024")

    def prepare(self, world):
        newest = self.make_earlier(world)
        for name in self.old:
            self.make_old(newest, world / "root" / name)

    @staticmethod
    def make_old(newest, folder):
        """A folder of an older system has no manifest, and goes by its time."""
        tree.copy(newest, folder)
        (folder / "manifest.json").unlink()
        set_time(folder)

    def command(self, world):
        return ["cleanup", "--root", "root", "--daysToKeep", "30"]

    def done(self, world, outcome):
        return True if outcome.code == 0 or '"cleanupOldBackups: Cleanup completed"' in outcome.err and '"failedCount":0' in outcome.err else None

    def look(self, world, done, code=None):
        after = tree.tree_of(world)
        problems = self.outside(after)
        for name in self.earlier():
            if name not in self.old:
                problems += [f"a backup that stays: {told}" for told in [self.changed(after, name)] if told]
            elif f"root/{name}" in after:
                problems += self.problems_of_old(after, name)
                if done:
                    problems.append(f"{name} was removed, it was said")
        if done:
            problems += self.remains(world)
        return problems + [f"{name} is of nobody" for name in self.names_in_root(after) if not self.is_expected(name)]

    def judge(self, world, outcome, plan, leaves_nothing=False):
        """Code 3 says that something could not be removed."""
        return super().judge(world, outcome, plan, leaves_nothing and outcome.code != 3)

    def look_after_loss(self, world, done):
        """What was removed may be there again, and is removed by the next run."""
        return self.look(world, None)

    def problems_of_old(self, after, name):
        """It is as it was, or not under its name."""
        return [f"half removed: {told}" for told in [self.changed(after, name)] if told]


class CleanupOfBackups(Cleanup):
    """Of backups with manifests: copies of today's with other times in them."""

    name = "cleanup, of whole backups"

    @staticmethod
    def make_old(newest, folder):
        tree.copy(newest, folder)
        manifest = folder / "manifest.json"
        text = re.sub(r'("(?:started|finished)At": )"[^"]*"', rf'\1"{THEN:%Y-%m-%dT%H:%M:%S}.000Z"', manifest.read_text())
        manifest.write_text(whole.with_checksum(text))
        set_time(folder)


class CleanupOnAFullDisk(CleanupOfBackups):
    """No room for a new name: files are removed in place."""

    name = "cleanup, on a full disk"
    always = "fail:renameat2/folder/1:ENOSPC:forever"

    def problems_of_old(self, after, name):
        return []  # `list` and the next run are looked at

    def next(self, world):
        self.always = ""
        try:
            return super().next(world)
        finally:
            del self.always


class Rewrap(Backup):
    """`rewrap` for another recipient."""

    name = "rewrap"
    is_for_once = True  # the key that opened it opens it no more

    def prepare(self, world):
        make_key(self, world, "one.key")
        make_key(self, world, "two.key")
        self.make_earlier(world, "--compression", "zstd", "--recipient", recipient_of(world / "keys/one.key"))

    def command(self, world):
        return ["rewrap", self.earlier()[0], "--root", "root", "--identity", "keys/one.key", "--recipient", recipient_of(world / "keys/two.key")]

    def done(self, world, outcome):
        return True if '"rewrapBackup: Backup rewrapped"' in outcome.err else {0: True, 1: False, 4: False}.get(outcome.code)

    def problems_of_backup(self, folder):
        return whole.problems_of(folder, self.expected(), self.world / "keys/two.key")

    def look(self, world, done, code=None):
        after = tree.tree_of(world)
        problems = self.outside(after)
        name = self.earlier()[0]
        told = self.changed(after, name)
        made = self.problems_of_backup(world / "root" / name)
        if told and made:
            problems.append(f"neither the old one ({told}) nor a new one ({made[0]})")
        if done is True and made:
            problems.append(f"it was reported done, and {made[0]}")
        if done is False and told:
            problems.append("it was as it was, it was said, and is not")
        return problems + [f"{name} is of nobody" for name in self.names_in_root(after) if not self.is_expected(name)]

    def judge(self, world, outcome, plan, leaves_nothing=False):
        """What could not be removed is told in a warning; what the disk may still know under the backup's name stays."""
        is_told = "Cannot remove the old files" in outcome.err or "replaced but not synced" in outcome.err
        return super().judge(world, outcome, plan, leaves_nothing and not is_told)

    def next(self, world):
        """Again where it is the old one; what is left goes with the next run of any kind."""
        problems = []
        if self.changed(tree.tree_of(world), self.earlier()[0]):
            outcome = self.mongokeep(world, "cleanup", "--root", "root")
        else:
            outcome = self.run(world)
        if outcome.code != 0:
            problems.append(f"the next run fails: {outcome.tell()}")
        return problems + self.look(world, True) + self.remains(world)


class Keygen(Scenario):
    name = "keygen"
    is_for_once = True  # the file is there
    codes = frozenset({0, 1, 3})  # 3: the key is there, and its recipient could not be shown

    def prepare(self, world):
        make_key(self, world, "other.key")

    def command(self, world):
        return ["keygen", "keys/new.key"]

    def done(self, world, outcome):
        # A recipient that was shown is used.
        return True if outcome.code in (0, 3) or re.search(r"^age1[a-z0-9]{58}\n", outcome.out) else None if outcome.code is None else False

    def look(self, world, done, code=None):
        after = tree.tree_of(world)
        new = [path for path in after if path not in self.before]
        problems = [tree.difference(self.before, {path: entry for path, entry in after.items() if path in self.before})]
        key = world / "keys/new.key"
        if key.exists():
            problems += self.problems_of_key(key)
        elif done:
            problems.append("it was reported done and is not there")
        if done is False and key.exists():
            problems.append("it failed, it was said, and the key is there")
        problems += [f"{path} is of nobody" for path in new if path != "keys/new.key" and not path.startswith("keys/.new.key")]
        return [problem for problem in problems if problem]

    @staticmethod
    def problems_of_key(key):
        text = key.read_text()
        made = subprocess.run(["age-keygen", "-y", key], capture_output=True, text=True)
        if made.returncode != 0 or made.stdout.strip() not in text:
            return [f"the key is not whole: {text!r}"]
        return [] if key.stat().st_mode & 0o777 == 0o600 else ["everybody may read the key"]

    def remains(self, world):
        return [f"it leaves {path.name}" for path in (world / "keys").iterdir() if path.name.startswith(".")]

    def follow_up(self, world, code=None):
        if (world / "keys/new.key").exists():
            return []
        return self.next(world)


def keeping_scenarios():
    return [Cleanup, CleanupOfBackups, CleanupOnAFullDisk, Rewrap, Keygen]
