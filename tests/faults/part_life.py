"""A long life: a year of nights against an independent ledger, and a daemon whose memory and descriptors stay flat."""

import daemon_life
from context import Row
from nights import Nights

PART = "life"


def a_year(context):
    nights = Nights(context)
    try:
        for _ in range(365 if context.long else 20):
            nights.night()
        nights.end()
    finally:
        nights.close()
    return [Row(PART, what, "times", count, min(count, nights.wrong[what])) for what, count in sorted(nights.points.items())]


def run(context):
    wanted = [rows for name, rows in (("a year of nights", a_year), ("the daemon", daemon_life.rows)) if context.only in name]
    for rows in context.each(lambda rows: list(rows(context)), wanted):
        yield from rows
