"""An allocation fails: the Nth one, or that one and all behind it."""

import re

from scenarios import all_scenarios
from trial import Point, rows_of, short_or_long


def run(context):
    def points_of(scenario):
        world = scenario.fresh_world()
        counting = variables(context, "0")
        scenario.run(world, more=counting)
        report = world / counting["FAULTS_ALLOCATIONS"]
        total = int(re.search(r"total (\d+)", report.read_text())[1])
        report.unlink()
        scenario.discard(world)
        kinds = {}
        # What has been done stands by then, and must not be told as a failure.
        near_end = total - total // 10
        for kind, end, first, short, long in (("once", "", 1, 2, 150), ("near the end", "", near_end, 2, 60), ("from then on", "+", 1, 1, 40)):
            points = [Point(more=tuple(variables(context, f"{number}{end}").items()), may_abort="any" if end else "library") for number in range(first, total + 1)]
            kinds[kind] = context.sample(points, short_or_long(context, scenario, short, long), kind, scenario.name)
        return kinds

    yield from rows_of(context, "memory", all_scenarios(context), points_of)


def variables(context, wanted):
    """Each run has a report of its own, also where all have the same world."""
    return {"LD_PRELOAD": str(context.preload), "FAULTS_ALLOCATION": wanted, "FAULTS_ALLOCATIONS": f"../allocations-{wanted}"}
