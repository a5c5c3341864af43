"""What a scenario is: a world, a command in it, and how to tell afterwards whether all is as it was promised.

A world is a folder with `root` (of the backups), `keys`, and `beside` (what nobody may touch). It is prepared once and copied
for each point that is tried.
"""

import functools
import json
import shutil

import trace
import tree
import whole

OWN_NAMES = {".lock", ".schedule.json", ".schedule.lock", ".schedule.json.new"}  # of a root, beside backups and what is left of some


class Scenario:
    """Derived classes say what is prepared, what is run, and what may be found on the disk."""

    name = ""
    #: Exit codes that a fault may lead to. 2 says that the configuration is wrong: only where the fault lay outside the root.
    codes = frozenset({0, 1, 3, 4})
    #: How it ends without a fault.
    undisturbed = 0
    #: Whether another run of it behind one that was done has nothing left to do, and fails.
    is_for_once = False
    #: Of a daemon: it gets SIGTERM once its log has this.
    stop_at = None
    #: Whether it writes to the disk, so that crashes and losses of power matter.
    writes = True
    #: A second fault that each run has, as a plan.
    always = ""
    #: How many of its points the long form tries at most, of each kind; None: all.
    most = None

    def __init__(self, context, stage):
        self.context, self.stage = context, stage
        self.world = context.folder("world")
        for name in ("keys", "beside"):
            (self.world / name).mkdir()
        (self.world / "beside/note.txt").write_text("Nobody may touch this.\n")
        self.prepare(self.world)
        self.before = tree.tree_of(self.world)
        self.forget_shapes()

    # What a scenario has to say.

    def prepare(self, world):
        raise NotImplementedError

    def command(self, world):
        """The words behind the program's name."""
        raise NotImplementedError

    def done(self, world, outcome):
        """True: it was reported done. False: it was reported that nothing was. None: neither."""
        return {0: True, 1: False, 2: False, 4: False}.get(outcome.code)

    def look(self, world, done, code=None):
        """What is wrong on the disk, each in a few words."""
        raise NotImplementedError

    def next(self, world):
        """Runs what comes next, without a fault; what is wrong then."""
        outcome = self.run(world)
        if outcome.hangs or outcome.code != 0:
            return [f"the next run fails: {outcome.tell()}"]
        return self.look(world, True) + self.remains(world)

    # What they have in common.

    def mongokeep(self, world, *words, more=None):
        return trace.run(self.context, world, [self.context.program, *words], more=more)

    def run(self, world, plan=None, prefix=(), more=None):
        plan = ",".join(filter(None, [plan, self.always])) or None
        return trace.run(self.context, world, [*prefix, self.context.program, *self.command(world)], plan, self.stop_at, more)

    def fresh_world(self):
        folder = self.context.folder()
        tree.copy(self.world, folder / "world")
        return folder / "world"

    def discard(self, world):
        """A world that fresh_world() gave, with the folder around it."""
        if world != self.world:
            shutil.rmtree(world.parent, ignore_errors=True)

    @functools.cached_property
    def calls(self):
        """The system calls of a run without a fault."""
        world = self.fresh_world()
        try:
            outcome = self.run(world, "count")
            if self.writes and outcome.code != self.undisturbed:
                raise RuntimeError(f"{self.name} fails without a fault: {outcome.tell()}")
            return outcome.calls
        finally:
            self.discard(world)

    def expects(self, outcome, plan):
        """What is wrong with how it ended."""
        if outcome.hangs:
            return ["it hangs"]
        if plan and "stop:" in plan and (outcome.code == 143 or outcome.signal == 15):
            return []
        if self.stop_at and outcome.signal == 15 and '"Cannot continue"' in outcome.err:
            return []  # it was on its way out when it was stopped
        if outcome.signal is not None:
            return [] if outcome.signal == 9 and plan and ("kill:" in plan or "torn:" in plan) else [f"it died of signal {outcome.signal}"]
        if outcome.code == 127 and "error while loading shared libraries" in outcome.err:
            return []  # the program has not begun
        if outcome.code in self.codes or outcome.code == 2 and self.may_be_configuration(outcome):
            return []
        return [f"exit code {outcome.code}"]

    def may_be_configuration(self, outcome):
        """Of calls that fail for good the first alone is known: the error tells which one it was about."""
        if outcome.hit is None or "/root" not in outcome.hit:
            return True
        errors = [json.loads(line) for line in outcome.err.splitlines() if line.startswith("{") and '"level":"error"' in line]
        return outcome.plan.endswith(":forever") and bool(errors) and not any(error.get("subject", "root").startswith("root") for error in errors)

    def remains(self, world):
        """What a run that ended by itself may not leave."""
        root = world / "root"
        found = [path.name for path in root.iterdir() if whole.is_remains(path.name)] if root.is_dir() else []
        found += [str(path.relative_to(world)) for path in root.rglob("*") if whole.is_unfinished_file(path.name)]
        return [f"it leaves {name}" for name in found]

    def outside(self, after, but=()):
        """What has changed outside of the root."""
        told = tree.difference(*({path: entry for path, entry in of.items()
                                  if path != "root" and not path.startswith("root/") and not path.startswith(tuple(but) or "\0")}
                                 for of in (self.before, after)))
        return [f"outside the root: {told}"] if told else []

    def changed(self, after, name):
        """Whether an earlier backup is not what it was."""
        return tree.difference(tree.below(self.before, f"root/{name}"), tree.below(after, f"root/{name}"))

    def earlier(self):
        """The names of the backups that were there."""
        return [path.removeprefix("root/") for path, entry in self.before.items()
                if path.count("/") == 1 and path.startswith("root/") and entry.kind == "folder" and whole.is_dated(path[5:])]

    def listing(self, world, wholes, code=None):
        """What `mongokeep list` says wrongly; `wholes` names what it may call complete."""
        if not (world / "root").is_dir():
            return []
        outcome = self.mongokeep(world, "list", "--root", "root", "--json")
        if outcome.code != 0:
            return [f"list fails: {outcome.tell()}"]
        return [f"list calls {entry['name']} {entry['status']}" for entry in json.loads(outcome.out)
                if entry["status"] in ("complete", "partial") and entry["name"] not in wholes and not (entry["status"] == "partial" and self.was_told_partial(world, entry["name"], code))
                or entry["status"] == "legacy" and not self.was_legacy(entry["name"])]

    def was_told_partial(self, world, name, code):
        return code == 3

    def was_legacy(self, name):
        return f"root/{name}" in self.before and f"root/{name}/manifest.json" not in self.before

    def wholes(self, world):
        """The backups that `list` may call complete: those that are as they were, and those that are whole."""
        after = tree.tree_of(world)
        return [name for name in self.dated(after) if name in self.earlier() and not self.changed(after, name)
                or not self.problems_of_backup(world / "root" / name)]

    @staticmethod
    def dated(after):
        return [path[5:] for path in after if path.startswith("root/") and path.count("/") == 1 and whole.is_dated(path[5:])]

    def problems_of_backup(self, folder):
        return whole.problems_of(folder, self.stage.expected)

    def judge(self, world, outcome, plan, leaves_nothing=False):
        """All of it: how it ended, what is on the disk, what is listed, and the next run."""
        problems = self.expects(outcome, plan)
        problems += self.look(world, self.done(world, outcome), outcome.code)
        if leaves_nothing and outcome.code is not None:
            there = {f"it leaves {path[5:]}" for path in self.before}
            problems += [told for told in self.remains(world) if told not in there]
        return problems + self.follow_up(world, outcome.code)

    def look_after_loss(self, world, done):
        """The same of a disk that has lost its power: an unsynced change of what may change is no fault."""
        return self.look(world, done)

    def follow_up(self, world, code=None):
        """Once for each shape that a world comes into: another run of the same shape would tell the same."""
        if not self.is_new(shape_of(tree.tree_of(world))):
            return []
        return self.listing(world, self.wholes(world), code) + self.next(world)

    def forget_shapes(self):
        self._shapes = self.context.folder("shapes")

    def is_new(self, shape):
        """Whether nobody has seen it since forget_shapes(). A file for each, so that the processes of each_forked() share them."""
        try:
            (self._shapes / str(shape)).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def shape_of(after):
    """A world but for the times that stand in its files and names."""
    return hash(tuple(sorted((path, entry.kind, entry.mode, entry.size) for path, entry in after.items())))
