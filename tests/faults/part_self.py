"""Whether the harness bites: programs and disks that are broken on purpose, each of which has to be found out."""

import backup_scenarios
import keeping_scenarios
import part_power
import self_checks
import shipping_scenarios
from context import Row
from scenarios import scenario_of


def run(context):
    backup = scenario_of(context, backup_scenarios.SecondOfADay)
    keygen = scenario_of(context, keeping_scenarios.Keygen)
    push = scenario_of(context, shipping_scenarios.Push)
    yield row_of(context, "a loss of power", "programs that do not sync", [
        lambda: lost(context, backup, "fail:fsync/file/1:OK:forever"),
        lambda: lost(context, backup, f"fail:{last(backup, 'fsync/file')}:OK"),
        lambda: lost(context, backup, "fail:fsync/folder/1:OK:forever"),
        lambda: lost(context, backup, f"fail:{last(backup, 'fsync/folder')}:OK"),
        lambda: lost(context, keygen, "fail:fsync/file/1:OK:forever"),
        lambda: lost(context, keygen, "fail:fsync/folder/1:OK:forever"),
    ])
    yield row_of(context, "a crash", "programs that do not what they say", [
        lambda: tried(backup, "fail:renameat2/folder/1:OK"),
        lambda: tried(backup, "fail:renameat2/file/4:OK"),
        lambda: tried(keygen, "fail:renameat2/file/1:OK"),
    ])
    yield row_of(context, "a look at the disk", "changes behind the program's back", [
        lambda: spoilt(backup, lambda world: flip(next((world / "root").glob("*/users.json")))),
        lambda: spoilt(backup, lambda world: next((world / "root").glob("*/orders.json")).unlink()),
        lambda: spoilt(backup, lambda world: (world / "root/what").write_text("")),
        lambda: spoilt(backup, lambda world: (world / "root/.1st_Jan_2024.partial").mkdir()),
        lambda: spoilt(backup, lambda world: flip(world / "beside/note.txt")),
        lambda: spoilt(push, lambda world: flip(last_in(world / "shelf") / "users.json")),
        lambda: spoilt(push, lambda world: flip(last_in(world / "root") / "users.json")),
        lambda: spoilt(push, lambda world: (last_in(world / "shelf") / "manifest.json").unlink()),
    ])
    for name, checks in (("the server", self_checks.server_checks), ("a long life", self_checks.life_checks), ("secrets", self_checks.secrets_checks), ("stores", self_checks.store_checks), ("shipping", self_checks.shipping_checks)):
        yield row_of(context, name, "changes behind the program's back", [lambda found=found: found for found in checks(context)])


def last(scenario, sort):
    """The name of the last call of a sort."""
    return [call.name for call in scenario.calls if call.sort == sort][-1]


def lost(context, scenario, plan):
    """The program runs with calls that are not made; all states behind it are looked at."""
    world = scenario.fresh_world()
    disk = part_power.disks.Disk(world)
    recorded = part_power.Recorded(scenario, world, f"record,{plan}")
    states = part_power.states_of(scenario, recorded, disk, lambda count: count > len(recorded.changes) - 4, lambda count: [
        ("lost", None), *((f"sample {number}", context.chance("self", plan, count, number)) for number in range(3))])
    return any(part_power.judge(scenario, state)[0] for state in states)


def tried(scenario, plan):
    world = scenario.fresh_world()
    return scenario.judge(world, scenario.run(world, plan), plan)


def spoilt(scenario, spoil):
    world = scenario.fresh_world()
    outcome = scenario.run(world)
    spoil(world)
    return scenario.judge(world, outcome, None, leaves_nothing=True)


def last_in(folder):
    """The backup that was made, or has arrived, last."""
    return max((path for path in folder.iterdir() if path.is_dir()), key=lambda path: len(path.name))


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def row_of(context, scenario, kind, trials):
    missed = [number for number, trial in enumerate(trials, 1) if not trial()]
    for number in missed:
        context.report_wrong("self", scenario, kind, f"number {number} was not found out", context.again("self"))
    return Row("self", scenario, kind, len(trials), len(missed))
