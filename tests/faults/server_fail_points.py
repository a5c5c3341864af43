"""Points of the server's answers: a command is answered with an error of each class of the drivers' specifications."""

import json

import judge
from station import LAPSE

# Errors by class: what the specifications of SDAM, retryable reads and retryable writes name, and what they do not.
CODES = {
    "not primary": (10107, 13435, 10058), "recovering": (11600, 11602, 13436, 189, 91), "network": (6, 7, 89, 9001),
    "cursor": (43, 136, 237), "interrupted": (11601, 50, 262), "refused": (13, 26, 59, 8000, 211, 1, 0)}
CLOSED, SLOW, UNCONFIRMED = "closed", "slow", "unconfirmed"
KINDS = (*CODES, CLOSED, SLOW, UNCONFIRMED)
# What the server itself calls passing.
PASSING = ("not primary", "recovering", "network", "cursor", SLOW, CLOSED)
MODES = {"once": {"times": 1}, "thrice": {"times": 3}, "always": "alwaysOn"}
WRITES = ("insert", "create", "createIndexes", "drop", "dropDatabase", "collMod")


def _data(kind, code):
    if kind == CLOSED:
        return {"closeConnection": True}
    if kind == SLOW:
        return {"blockConnection": True, "blockTimeMS": 300}
    if kind == UNCONFIRMED:
        return {"writeConcernError": {"code": code, "errmsg": "waiting for replication timed out"}}
    return {"errorCode": code}


def points(context, scenario):
    """Each as (kind, command, code, mode)."""
    every = []
    for command in scenario.commands:
        for mode in MODES:
            every += [(kind, command, code, mode) for kind, codes in CODES.items() for code in codes]
            every += [(CLOSED, command, 0, mode), (SLOW, command, 0, mode)]
            if command in WRITES:
                every += [(UNCONFIRMED, command, code, mode) for code in (64, 91)]
    return context.chance(scenario.name, "fail points").sample(every, min(len(every), 300 if context.long else 9))


def faults(_, station, scenario, point):
    kind, command, code, mode = point
    run = scenario(station)
    run.prepare()
    admin = run.client()["admin"]
    data = {"failCommands": [command], "appName": "under-test", **_data(kind, code)}
    admin.command({"configureFailPoint": "failCommand", "mode": MODES[mode], "data": data})
    station.lapse = LAPSE if mode == "always" else 3
    try:
        outcome = run.run(station.server.host)
    finally:
        station.lapse = LAPSE
        admin.command({"configureFailPoint": "failCommand", "mode": "off"})
    found = list(run.judge(outcome))
    if kind in PASSING and mode == "once" and not (kind == "cursor" and command not in ("find", "getMore")):
        found += judge.of_passing(outcome)
    return [f"{text}\n{json.dumps(data)}, {mode}\n{outcome.command}: exit code {outcome.code} after {outcome.seconds:.1f} s\n"
            f"{outcome.output[-3000:]}\n{outcome.log[-6000:]}" for text in found]
