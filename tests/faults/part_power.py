"""The power is lost at every moment: what the program did to the disk is recorded, and replayed up to each change with
nothing kept that was not synced (`lost`), and with parts of it kept (`kept in part`). And once more for a run that follows
one that was killed (`killed before`): what it found there was never synced."""

import copy
import dataclasses
import shutil

import disk as disks
from context import Tally
from scenarios import writing_scenarios
from trial import short_or_long


@dataclasses.dataclass(frozen=True)
class State:
    """A disk after a loss of power, and what had been reported by then."""

    name: str
    found: dict
    done: bool | None


class Recorded:
    """A run whose changes were written down."""

    def __init__(self, scenario, world, plan="record"):
        self.scenario, self.world = scenario, world
        self.outcome = scenario.run(world, plan)
        self.changes = self.outcome.changes

    def done_by(self, count):
        """What had been reported behind so many changes."""
        said = {"1": b"", "2": b""}
        for change in self.changes[:count]:
            if change[0] == "said" and change[1] in said:
                said[change[1]] += bytes.fromhex(change[2])
        whole = count == len(self.changes)
        so_far = dataclasses.replace(self.outcome, code=self.outcome.code if whole else None, out=said["1"].decode(errors="replace"),
                                     err=said["2"].decode(errors="replace"))
        return self.scenario.done(self.world if whole else None, so_far)


def run(context):
    for scenario in writing_scenarios(context):
        world = scenario.fresh_world()
        disk = disks.Disk(world)
        recorded = Recorded(scenario, world)
        if recorded.outcome.code != scenario.undisturbed:
            raise RuntimeError(recorded.outcome.tell())
        yield from rows_of(context, scenario, {
            "lost": lost(context, scenario, recorded, copy.deepcopy(disk)),
            "kept in part": kept_in_part(context, scenario, recorded, disk),
            "killed before": killed_before(context, scenario)})
        scenario.discard(world)


def states_of(scenario, run, disk, choose, tries):
    """At each moment that is chosen: a state for each of `tries`, sources of chance by name."""
    for count in range(len(run.changes) + 1):
        if count and run.changes[count - 1][0] != "said":
            disk.apply(run.changes[count - 1])
        if choose(count):
            for name, chance in tries(count):
                yield State(f"{name} behind change {count} of {len(run.changes)}", disk.after_loss(chance), run.done_by(count))


def lost(context, scenario, run, disk):
    chosen = set(context.sample(range(len(run.changes) + 1), short_or_long(context, scenario, 12), "lost", scenario.name)) | {len(run.changes)}
    yield from states_of(scenario, run, disk, chosen.__contains__, lambda count: [("lost", None)])


def kept_in_part(context, scenario, run, disk):
    chosen = set(context.sample(range(len(run.changes) + 1), short_or_long(context, scenario, 4), "kept", scenario.name)) | {len(run.changes)}
    tries = 40 if context.long else 2
    yield from states_of(scenario, run, disk, chosen.__contains__,
                         lambda count: [(f"sample {number}", context.chance("kept", scenario.name, count, number)) for number in range(tries)])


def killed_before(context, scenario):
    """Killed at a call, run again, and the power is lost once that run has said what it has to say."""
    calls = [call for call in scenario.calls if call.effect == "changes" and call.kind != "stream"]
    for call in context.sample(calls, short_or_long(context, scenario, 2, 60), "killed before", scenario.name):
        world = scenario.fresh_world()
        disk = disks.Disk(world)
        for change in Recorded(scenario, world, f"record,kill:{call.name}").changes:
            disk.apply(change)
        again = Recorded(scenario, world)
        if again.outcome.code != scenario.undisturbed and not scenario.is_for_once:
            raise RuntimeError(f"behind a run that was killed at {call.name}: {again.outcome.tell()}")
        if again.outcome.code == scenario.undisturbed:
            yield from states_of(scenario, again, disk, lambda count: count == len(again.changes),
                                 lambda count: [(f"lost, {call.name}", None)] + [(f"sample {number}, {call.name}", context.chance(scenario.name, call.name, number))
                                                                              for number in range(4 if context.long else 1)])
        scenario.discard(world)


def judge(scenario, state):
    folder = scenario.context.folder("power")
    world = folder / "world"
    world.mkdir()
    disks.put(state.found, world)
    problems = scenario.look_after_loss(world, state.done)
    if not problems:
        problems = scenario.follow_up(world)
    if problems:
        return problems, world
    shutil.rmtree(folder)
    return [], None


def rows_of(context, scenario, kinds):
    """`kinds`: the states of each. States of a kind that are the same, byte by byte, are judged once; each counts."""
    tally = Tally(("power", scenario.name, kind) for kind in kinds)
    distinct = {}
    for kind, states in kinds.items():
        for state in states:
            if context.point not in (None, state.name):
                continue
            tally.tried("power", scenario.name, kind)
            distinct.setdefault((kind, disks.digest_of(state.found), state.done), (kind, state))
    for (kind, state), (problems, world) in context.each_forked(lambda one: judge(scenario, one[1]), distinct.values()):
        if problems:
            tally.found_wrong("power", scenario.name, kind)
            context.report_wrong("power", scenario.name, kind, f"{state.name}, reported done: {state.done}: " + "; ".join(problems),
                                 context.again("power", scenario.name, state.name), world)
    return tally.rows()
