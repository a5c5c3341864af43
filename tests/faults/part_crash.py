"""The program is killed at each system call that changes something, and in the middle of each write; and is told to stop there."""

from scenarios import changing_scenarios
from trial import Point, rows_of, short_or_long


def run(context):
    def points_of(scenario):
        changes = [call for call in scenario.calls if call.effect == "changes" or call.function == "flock"]
        return {"killed": killed(context, scenario, changes), "torn write": torn(context, scenario, changes),
                "stopped": stopped(context, scenario, changes)}

    yield from rows_of(context, "crash", changing_scenarios(context), points_of)


def killed(context, scenario, changes):
    points = [Point(f"kill:{call.name}") for call in changes] + [Point(f"kill:{call.name}:behind") for call in changes[-3:]]
    return context.sample(points, short_or_long(context, scenario, 6), "killed", scenario.name)


def torn(context, scenario, changes):
    points = []
    for call in changes:
        if call.size > 1 and call.kind == "file":
            chance = context.chance("torn", scenario.name, call.name)
            sizes = {1, call.size // 2, call.size - 1} | {chance.randrange(1, call.size) for _ in range(9)}
            points += [Point(f"torn:{call.name}:{size}") for size in sorted(sizes)]
    return context.sample(points, short_or_long(context, scenario, 3), "torn", scenario.name)


def stopped(context, scenario, changes):
    points = [Point(f"stop:{call.name}", leaves_nothing=True) for call in changes]
    return context.sample(points, short_or_long(context, scenario, 2), "stopped", scenario.name)
