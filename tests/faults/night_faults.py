"""What hits a backup in a night. Each function makes a backup under one fault, and tells whether there is one then."""

import fcntl
import os
import signal
import threading
import time

from proxy import TO_CLIENT, TO_SERVER, Disturbance, Proxy
from server_scenarios import HASTY, PATIENT

# What nobody writes to during a night.
QUIET = ("all_types", "checked", "empty", "orders", "nightly")


def on_full_disk(nights):
    filler = nights.disk / "filler"
    free = os.statvfs(nights.disk).f_bavail * 4096
    filler.write_bytes(b"\0" * max(0, free - nights.chance.randrange(0, 250_000)))
    try:
        return nights.back_up("full disk")
    finally:
        filler.unlink()


def cut(nights, kind, fault):
    way = nights.chance.choice((TO_CLIENT, TO_SERVER))
    at = nights.chance.randrange(60_000 if way == TO_CLIENT else 7_000)
    with Proxy(nights.station.server.host, Disturbance(kind, way, at, lasting=fault == "server gone")) as proxy:
        return nights.back_up(fault, host=proxy.host, lapse=30, options=HASTY if fault == "server gone" else PATIENT)


def kill_server(nights):
    def kill():
        nights.station.server.kill()
        nights.station.server.start()
    with Proxy(nights.station.server.host, Disturbance("do", TO_CLIENT, nights.chance.randrange(60_000), do=kill)) as proxy:
        # As patient as it needs to be until the server is up again.
        return nights.back_up("server killed", host=proxy.host, lapse=4)


def signalled(nights, number, fault):
    delay = nights.chance.uniform(0.001, 0.08)

    def send(process):
        def later():
            time.sleep(delay)
            if process.poll() is None:
                process.send_signal(number)
        threading.Thread(target=later, daemon=True).start()
    return nights.back_up(fault, before=send)


def locked(nights):
    with open(nights.root / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return nights.back_up("locked")


def clock_ahead(nights):
    """By three days, for one backup. Another one is made that night."""
    nights.hour += 72
    try:
        nights.back_up("clock ahead")
    finally:
        nights.hour -= 72
    return False


def every_fault(nights):
    chance = nights.chance
    return [
        lambda: signalled(nights, signal.SIGKILL, "killed"),
        lambda: signalled(nights, chance.choice((signal.SIGTERM, signal.SIGINT, signal.SIGHUP)), "stopped"),
        lambda: nights.back_up("file size limit", prefix=("prlimit", f"--fsize={chance.randrange(0, 60_000)}")),
        lambda: nights.back_up("few descriptors", prefix=("prlimit", f"--nofile={chance.randrange(6, 40)}")),
        lambda: nights.back_up("unreadable sector", environment={
            "LD_PRELOAD": f"{nights.context.time_lapse}:{nights.context.flawed_machine}",
            "MKTEST_BAD_SECTOR": f".{chance.choice(QUIET)}.json.part"}),
        lambda: cut(nights, "cut", "connection cut"), lambda: cut(nights, "reset", "connection reset"),
        lambda: cut(nights, "cut", "server gone"), lambda: kill_server(nights), lambda: locked(nights), lambda: clock_ahead(nights),
        *([lambda: on_full_disk(nights)] if nights.has_disk else [])]
