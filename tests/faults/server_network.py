"""Points of the network: at a byte of a conversation the connection is cut, reset, stalled, …, or the server killed."""

import struct
import threading

import judge
from proxy import TO_CLIENT, TO_SERVER, Disturbance, Proxy
from server_scenarios import HASTY, PATIENT, WAITED_FOR
from station import LAPSE, LIMIT

# By kind: how many points of each scenario, in the short form and in the long one.
KINDS = {
    "cut": (4, 300), "reset": (2, 120), "stall": (1, 20), "trickle": (1, 40), "late": (1, 4), "flip": (6, 400),
    "cut for good": (1, 24), "cut in every connection": (1, 40), "silent": (1, 24), "silent for good": (1, 6),
    "server killed": (2, 60)}
# What happens once, and is then over: nothing is lost for it.
PASSING = ("cut", "reset", "stall", "trickle", "late", "silent", "server killed")
# How long the driver waits, where it has to.
OPTIONS = {"silent": WAITED_FOR, "server killed": WAITED_FOR, "cut for good": HASTY, "silent for good": HASTY, "cut in every connection": HASTY}
# What breaks each time is given up after so many breaks, for some of which the driver waits five seconds.
LIMITS = {"cut in every connection": 600}
# A point of these takes seconds: the short form has them for the first of the scenarios only.
SLOW = ("cut for good", "silent for good")


def conversation(station, scenario):
    """What goes each way in a run without any fault."""
    run = scenario(station)
    run.prepare()
    with Proxy(station.server.host, keep=True) as proxy:
        outcome = run.run(proxy.host)
        if outcome.code != 0:
            raise RuntimeError(f"{scenario.name} without any fault: {outcome}")
        faults = list(run.judge(outcome))
        if faults:
            raise RuntimeError(f"{scenario.name} without any fault: {faults}")
        return {way: bytes(proxy.kept[way]) for way in (TO_SERVER, TO_CLIENT)}


def beginnings(text):
    """Of the messages, as far as they stand one after the other: connections may mix."""
    at = 0
    while at + 16 <= len(text):
        yield at
        size = struct.unpack_from("<i", text, at)[0]
        if not 16 <= size <= 48_000_000:
            return
        at += size


def places(context, text, wanted, *name):
    """Half of them all over the conversation, half where messages begin and in their heads."""
    heads = sorted({begin + more for begin in beginnings(text) for more in (0, 1, 4, 8, 12, 15, 16, 20, 21, 25, 30, 60) if begin + more < len(text)})
    half = wanted // 2
    return sorted({*context.sample(range(len(text)), wanted - half, *name), *context.sample(heads, half, *name)})


def disturbance_of(kind, way, at, chance):
    if kind == "cut for good":
        return Disturbance("cut", way, at, lasting=True)
    if kind == "cut in every connection":
        return Disturbance("cut", way, at, each=True)
    if kind == "silent":
        return Disturbance("hang", way, at)
    if kind == "silent for good":
        return Disturbance("hang", way, at, lasting=True)
    if kind == "server killed":
        return Disturbance("do", way, at)
    return Disturbance(kind, way, at, mask=1 << chance.randrange(8))


def points(context, scenario, texts, share=1):
    """Each as (kind, way, at). `share` of the usual number."""
    for kind, (few, many) in KINDS.items():
        if kind in SLOW and not context.long and scenario.name != "backup":
            continue
        wanted = max(1, int((many if context.long else few) * share))
        parts = {TO_CLIENT: wanted} if kind == "server killed" else {TO_CLIENT: (wanted + 1) // 2, TO_SERVER: wanted // 2}
        for way, part in parts.items():
            for at in places(context, texts[way], part, scenario.name, kind, way):
                yield kind, way, at


def faults(context, station, scenario, point):
    """What came out wrong at the point; None where the run came to its end before it, so that nothing was tried."""
    kind, way, at = point
    disturbance = disturbance_of(kind, way, at, context.chance(scenario.name, *point))
    run = scenario(station)
    run.options = OPTIONS.get(kind, PATIENT)
    run.prepare()

    is_back = threading.Event()

    def kill():
        station.server.kill()
        station.server.start()
        is_back.set()

    if kind == "server killed":
        disturbance.do = kill
    # As patient as it is: the driver does not look for a server again for five seconds where its first look failed.
    station.lapse = 3 if kind in PASSING else LAPSE
    station.limit = LIMITS.get(kind, LIMIT)
    with Proxy(station.server.host, disturbance) as proxy:
        outcome = run.run(proxy.host)
    station.lapse, station.limit = LAPSE, LIMIT
    if kind == "server killed" and disturbance.done:
        is_back.wait(60)
    # Bytes without a checksum: data may come out as other data, and no more.
    found = list(run.judge(outcome, may_change=kind == "flip"))
    if not disturbance.done:
        # A run in haste may have given up for a busy machine.
        found += judge.of_undisturbed(outcome) if run.options != HASTY else []
        if not found:
            return None
    if kind in PASSING:
        found += judge.of_passing(outcome)
    return [f"{text}\n{outcome.command}: exit code {outcome.code} after {outcome.seconds:.1f} s\n{outcome.output[-3000:]}\n{outcome.log[-6000:]}" for text in found]
