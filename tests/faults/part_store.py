"""Stores under faults: while a backup is shipped, and while one is read, somebody is killed, the line breaks, the store says
no, lies, is full, or changes a byte."""

import contextlib
import dataclasses
import json
import pathlib
import shutil
import subprocess
import threading

import stores
import tree
from context import Tally
from store_proxy import Fault, StoreProxy
from store_station import TIMEOUT, Station, prepared

PART = "store"
PUSH_CODES = {0, 1, 3}
READ_CODES = {0, 1, 2, 3, 4}
SHORT = 4  # of the jobs
STATUSES = ("403", "412", "500", "503", "507")
#: How many points of each kind in the long form. The short one takes one of the first two, and of a third of the others.
ALL, MANY, SOME, FEW = None, 16, 5, 2
#: Faults that are waited for, as a store that stays away is.
SLOW = {"stalled", "500 for good", "503 for good", "cut for good"}
#: Stations for each core: most of the time one waits, for rclone's pauses and for what the store syncs.
BESIDE = 2


def run(context):
    tally = Tally()
    jobs = [job for job in jobs_of() if context.only in job.scenario]
    if not context.long and not context.only:
        jobs = jobs[:SHORT]
    context.kept(prepared)
    shares = [(job, share) for job in jobs for share in range(job.shares if context.long else 1)]
    for (job, _), found in context.each_forked(lambda one: tried(context, *one), shares, BESIDE * context.workers if context.long else None):
        for kind, point, problems in found:
            tally.tried(PART, job.scenario, kind)
            if problems:
                tally.found_wrong(PART, job.scenario, kind)
                context.report_wrong(PART, job.scenario, kind, f"at {point}: " + "; ".join(problems), context.again(PART, job.scenario, point))
    yield from tally.rows()


@dataclasses.dataclass(frozen=True)
class Job:
    """What is tried, with which store, and in how many shares in the long form, each with a station of its own."""

    scenario: str
    store: type
    points_of: object
    shares: int


def jobs_of():
    return [Job("push, versitygw", stores.S3, push_points, 8), Job("pull, versitygw", stores.S3, pull_points, 5), Job("push, sftp", stores.Sftp, push_points, 3),
            Job("push, folder", stores.Folder, push_points, 3), Job("verify, versitygw", stores.S3, verify_points, 4),
            Job("pull, sftp", stores.Sftp, pull_points, 1), Job("pull, folder", stores.Folder, pull_points, 1),
            Job("list, versitygw", stores.S3, list_points, 2), Job("cat, versitygw", stores.S3, cat_points, 2)]


def tried(context, job, share):
    """A share of the points; what did not come about, as a call that this run did not make, counts for nothing."""
    station = Station(context, job.store)
    shares = job.shares if context.long and context.point is None else 1
    try:
        found = []
        for number, (kind, point, attempt) in enumerate(job.points_of(context, station, job.scenario)):
            name = f"{kind} {point}"
            if number % shares == share and context.point in (None, name):
                problems = attempt()
                if station.is_met or problems:
                    found.append((kind, name, problems))
        return found
    finally:
        station.close()


def sampled(context, scenario, kind, points, how_many):
    if context.long or context.only:
        return context.sample(points, how_many if context.long else 1, scenario, kind)
    wanted = how_many in (ALL, MANY) or context.chance("kinds", scenario, kind).randrange(3) == 0
    return context.sample(points, int(wanted), scenario, kind)


# A push.


def push_points(context, station, scenario):
    def attempts(kind, points, how_many, disturbed, codes=PUSH_CODES):
        for point in sampled(context, scenario, kind, points, how_many):
            yield kind, point, lambda point=point: one_push(station, lambda: disturbed(point), codes)

    station.reset("one")
    calls = station.push(plan="count").calls
    changes = [call.name for call in calls if call.effect == "changes"]
    yield from attempts("killed", changes, ALL, lambda name: station.push(plan=f"kill:{name}"))
    yield from attempts("stopped", changes, FEW, lambda name: station.push(plan=f"stop:{name}"), PUSH_CODES | {143})
    yield from attempts("rclone killed", moments(context, scenario, 9), MANY, lambda moment: with_killed_rclone(station, *moment, station.push), PUSH_CODES | {2})
    if station.store.name == "sftp":
        yield from attempts("store killed", moments(context, scenario, 1), SOME, lambda moment: with_killed_store(station, moment[1], station.push))
    if station.store.name == "versitygw":
        yield from attempts_on_the_line(context, station, scenario, "one", station.push, lambda point, disturbed: one_push(station, disturbed, PUSH_CODES))
    if station.store.name == "folder":
        yield from attempts("full", [1 << number for number in range(0, 14)], SOME, lambda blocks: with_full_store(station, blocks))
    yield from attempts("clock", [-86400, 86400, -40 * 86400, 400 * 86400], FEW, lambda seconds: station.push(more={
        "LD_PRELOAD": str(context.time_lapse), "MKTEST_CLOCK_AHEAD": str(seconds)}))


def one_push(station, disturbed, codes):
    station.reset("one")
    return station.problems_of_push(disturbed(), codes)


# A command that reads.


def reading_points(context, station, scenario, words, judged):
    """`judged(outcome)`: what is wrong with what it made of an answer that it calls good."""
    def command():
        return station.run(*words)

    def attempt(disturbed, codes=READ_CODES):
        station.reset("both")
        outcome = disturbed()
        station.settle()
        problems = station.ending(outcome, codes) + station.problems_of_store() + station.problems_of_all(outcome)
        return problems + judged(outcome)

    station.reset("both")
    changes = [call.name for call in station.run(*words, plan="count").calls if call.effect == "changes"]
    station.reset("both")
    for point in sampled(context, scenario, "killed", changes, MANY):
        yield "killed", point, lambda point=point: attempt(lambda: station.run(*words, plan=f"kill:{point}"))
    for point in sampled(context, scenario, "rclone killed", moments(context, scenario, 5), SOME):
        yield "rclone killed", point, lambda point=point: attempt(lambda: with_killed_rclone(station, *point, command))
    if station.store.name == "versitygw":
        yield from attempts_on_the_line(context, station, scenario, "both", command, lambda point, disturbed: attempt(disturbed))


def pull_points(context, station, scenario):
    target = station.world / "back"

    def judged(outcome):
        found = [path for path in target.iterdir() if not path.name.startswith(".")] if target.is_dir() else []
        problems = [f"{path.name} is not whole" for path in found if contents_of(path) != contents_of(station.world / "root" / station.second)]
        if outcome.code == 0 and not found:
            problems.append("it was reported done, and is not there")
        station.configure()
        station.store.start()
        if not found:
            again = station.run("pull", f"offsite:{station.second}", "--root", "back")
            remains = [path.name for path in target.iterdir() if path.name.startswith(".") and path.name != ".lock"] if target.is_dir() else []
            if again.code != 0 or remains or contents_of(target / station.second) != contents_of(station.world / "root" / station.second):
                problems.append(f"the next one fails, and leaves {remains}: {again.tell()}")
        shutil.rmtree(target, ignore_errors=True)
        return problems

    yield from reading_points(context, station, scenario, ("pull", f"offsite:{station.second}", "--root", "back"), judged)


def contents_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in pathlib.Path(folder).rglob("*") if path.is_file()}


def answer_points(context, station, scenario, words):
    station.reset("both")
    expected = station.run(*words).out
    without_time = (lambda out: [line for line in out.splitlines() if "durationMs" not in line and "elapsed" not in line])

    def judged(outcome):
        is_same = without_time(outcome.out) == without_time(expected)
        return [] if outcome.code != 0 or is_same else [f"exit code 0 with another answer: {outcome.tell()}"]

    yield from reading_points(context, station, scenario, words, judged)


def verify_points(context, station, scenario):
    yield from answer_points(context, station, scenario, ("verify", f"offsite:{station.second}", "--root", "root", "--json"))


def list_points(context, station, scenario):
    """A backup that cannot be looked at is called so, and no other is called complete for it."""
    def judged(outcome):
        if outcome.code != 0:
            return []
        found = {entry["name"]: entry["status"] for entry in json.loads(outcome.out)}
        return [f"{name} is {found.get(name, 'not listed')}" for name in (station.first, station.second)
                if found.get(name) not in ("complete", "unreadable", "damaged")]

    yield from reading_points(context, station, scenario, ("list", "offsite:", "--json"), judged)


def cat_points(context, station, scenario):
    yield from answer_points(context, station, scenario, ("cat", f"offsite:{station.second}", "archive.pages", "--root", "root"))


# What is done to them.


def moments(context, scenario, calls):
    """Of which call of rclone's, and how long it has run: in seconds."""
    chance = context.chance("moments", scenario, calls)
    return [(number % calls, round(chance.random() ** 2 * 0.6, 3)) for number in range(60)]


def with_killed_rclone(station, number, seconds, command):
    """The call of rclone's of this number, and with it what stands for it, dies of SIGKILL."""
    counts = station.room / "calls"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir()
    real, wrapper = stores.installed("rclone"), station.room / "rclone"
    wrapper.write_text(f"#!/bin/sh\nn=$(ls {counts} | wc -l)\n: > {counts}/$$\nif [ $n = {number} ]; then\n  {real} \"$@\" <&0 &\n"
                       f"  sleep {seconds}\n  kill -9 $!\n  kill -9 $$\nfi\nexec {real} \"$@\"\n")
    wrapper.chmod(0o700)
    station.configure(rclone=wrapper)
    outcome = command()
    station.is_met = len(list(counts.iterdir())) > number
    return outcome


def with_killed_store(station, seconds, command):
    """It stays away until the command has ended."""
    killer = threading.Timer(seconds, station.store.kill)
    killer.start()
    try:
        return command()
    finally:
        station.is_met = not killer.is_alive()
        killer.cancel()
        killer.join()


def with_full_store(station, blocks):
    """Of files that may have so many blocks of 512 bytes; as root, of a disk with as many KiB."""
    disk = station.store.shelf
    kept = station.room / "kept"
    size = sum(path.stat().st_size for path in disk.rglob("*")) // 1024 + 64 + blocks
    tree.copy(disk, kept)
    is_mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], capture_output=True, check=False).returncode == 0
    try:
        if not is_mounted:
            wrapper = station.room / "rclone"
            wrapper.write_text(f"#!/bin/sh\nulimit -f {blocks}\nexec {stores.installed('rclone')} \"$@\"\n")
            wrapper.chmod(0o700)
            station.configure(rclone=wrapper)
            return full(station)
        for path in kept.iterdir():
            tree.copy(path, disk)
        outcome = full(station)
        found = station.room / "found"
        tree.copy(disk, found)
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", disk], check=False)
        shutil.rmtree(kept)
    shutil.rmtree(disk)
    found.rename(disk)
    station.before = {path: facts for path, facts in station.facts().items() if path in station.before}
    return outcome


def full(station):
    outcome = station.push()
    station.is_met = outcome.code != 0
    return outcome


def attempts_on_the_line(context, station, scenario, what, command, judged):
    """Each fault at requests that an undisturbed run makes."""
    station.reset(what)
    requests = conversation(station, command)
    for kind, faults in faults_of(context, scenario, requests):
        how_many = MANY if kind == "store killed" else FEW if kind in SLOW else SOME
        for fault in sampled(context, scenario, kind, faults, how_many):
            yield kind, fault, lambda fault=fault: judged(fault, lambda: on_the_line(station, fault, command))


def conversation(station, command):
    with contextlib.closing(StoreProxy(station.store.port)) as proxy:
        station.configure(section=station.store.section_through(proxy.port))
        station.expect(command())
        return proxy.requests


def on_the_line(station, fault, command):
    with contextlib.closing(StoreProxy(station.store.port, fault, station.store.kill)) as proxy:
        station.configure(section=station.store.section_through(proxy.port))
        if fault.kind == "stall":
            config = station.world / "mongokeep.toml"
            config.write_text(f'store_timeout = "{TIMEOUT}s"\n' + config.read_text())
        outcome = command()
        station.is_met = proxy.is_met
        return outcome


def faults_of(context, scenario, requests):
    chance = context.chance("faults", scenario)
    numbers = range(1, len(requests) + 1)
    sent = [(number, requests[number - 1][2]) for number in numbers if requests[number - 1][2]]
    answered = [(number, requests[number - 1][3]) for number in numbers if requests[number - 1][3]]
    yield "store killed", [Fault("store killed", number) for number in numbers]
    for status in STATUSES:
        yield status, [Fault(status, number) for number in numbers]
        yield f"{status} for good", [Fault(status, number, lasting=True) for number in numbers]
    if sent:
        yield "cut request", [Fault("cut request", number, chance.randrange(size)) for number, size in sent]
        yield "dropped", [Fault("drop", number) for number, _ in sent]
        yield "all dropped", [Fault("drop", number, lasting=True) for number, _ in sent]
    yield "cut answer", [Fault("cut answer", number, chance.randrange(size)) for number, size in answered]
    yield "cut for good", [Fault("cut answer", number, chance.randrange(size), lasting=True) for number, size in answered]
    yield "lost answer", [Fault("lost answer", number) for number in numbers]
    yield "stalled", [Fault("stall", number, lasting=True) for number in numbers]
    yield "flip", [Fault("flip", number, chance.randrange(size)) for number, size in answered]
    yield "flip for good", [Fault("flip", number, chance.randrange(size), lasting=True) for number, size in answered]
