"""The server, the network, and other people: what they do to each command that talks to a server."""

import ast
import collections
import traceback

import server_changes
import server_fail_points
import server_network
from context import Tally, say
from server_scenarios import EVERY, Backup, Restore
from station import Stations

PART = "server"
MANY = 10
# What is acknowledged must outlive the server's being killed: that is the server's promise, not the program's.
WORDS = ("--enable-test-commands", "--sync-on-commit", "--log-file-max", "32MB", "--cache-size", "256M")


class Trials:
    """Points that are tried on the stations, and their tally."""

    def __init__(self, context, stations):
        self.context, self.stations, self.tally = context, stations, Tally()

    def try_all(self, table, scenario, of, points, faults):
        """faults(station, point) of each point of the module `of`, whose first part is its kind; or of the one that was asked for.
        A point that no run came to counts for nothing; where that is so for all of many, it is a mistake of ours."""
        def try_one(point):
            with self.stations.one() as station:
                try:
                    found = faults(station, point)
                except Exception:
                    found = [traceback.format_exc()]
                if found:
                    self.context.report_wrong(PART, scenario, point[0], f"at {point}: " + "\n\n".join(found),
                                              self.context.again(PART, scenario, point), station.root)
                return point[0], None if found is None else bool(found)

        if self.context.point:
            point = ast.literal_eval(self.context.point)
            points = [point] if point[0] in of.KINDS else []
        missed, met = collections.Counter(), set()
        for kind, is_wrong in self.context.each(try_one, points):
            if is_wrong is None:
                missed[kind] += 1
                continue
            met.add(kind)
            self.tally.tried(table, scenario, kind)
            if is_wrong:
                self.tally.found_wrong(table, scenario, kind)
        for kind, count in missed.items():
            say(f"{scenario}: {count} points of `{kind}` were not reached")
            if kind not in met and count >= MANY:
                raise RuntimeError(f"{scenario}: no point of `{kind}` is reached")


def _on(context, kind, words, is_wide, scenarios, share, with_more):
    """All that is tried on servers of one kind."""
    with Stations(context, kind, words, is_wide) as stations:
        trials = Trials(context, stations)
        first = next(iter(stations))
        suffix = "" if kind == "secantus_rust" else f" ({kind})"
        for scenario in scenarios:
            if context.only not in scenario.name + suffix:
                continue
            texts = server_network.conversation(first, scenario)
            points = server_network.points(context, scenario, texts, share)
            trials.try_all(PART, scenario.name + suffix, server_network, points, lambda station, point, of=scenario: server_network.faults(context, station, of, point))
            if with_more:
                points = server_fail_points.points(context, scenario)
                trials.try_all("answers of the server", scenario.name, server_fail_points, points, lambda station, point, of=scenario: server_fail_points.faults(context, station, of, point))
        if with_more and context.only in Backup.name:
            texts = server_network.conversation(first, Backup)
            trials.try_all("changed meanwhile", Backup.name, server_changes, server_changes.points(context, texts), lambda station, point: server_changes.faults(context, station, point))
        yield from trials.tally.rows()


def run(context):
    yield from _on(context, "secantus_rust", WORDS, True, EVERY, 1, True)
    if context.long:
        yield from _on(context, "secantus_wheel", WORDS[:2], False, (Backup, Restore), 0.1, False)
