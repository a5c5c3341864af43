"""Runs a command under the tracer and reads what it reports; see tracer/report.h."""

import dataclasses
import os
import pathlib
import select
import shlex
import signal
import subprocess
import tempfile
import time

HANG = 180  # seconds; nothing that is tried takes a tenth of it, on a busy machine either, but where it waits for a server
PATIENCE = 10  # for a line of a daemon's log, which a fault may have taken


@dataclasses.dataclass(frozen=True)
class Call:
    """A system call of the program, named as in `openat/folder/3`."""

    name: str
    effect: str  # changes, reads, network or other
    size: int
    path: str
    other: str

    @property
    def function(self):
        return self.name.split("/")[0]

    @property
    def kind(self):
        return self.name.split("/")[1]

    @property
    def sort(self):
        return self.name.rpartition("/")[0]


@dataclasses.dataclass(frozen=True)
class Outcome:
    command: list
    plan: str
    code: int | None  # None: it was killed by a signal, or hung
    signal: int | None
    hangs: bool
    out: str
    err: str
    calls: list
    changes: list  # fields of the lines of a record
    hit: str | None  # the path of the call at which the plan was carried out; None: it was not

    def tell(self):
        ending = "hung" if self.hangs else f"signal {self.signal}" if self.signal else f"exit {self.code}"
        return f"{ending}\n$ {shlex.join(map(str, self.command))}\nplan: {self.plan}\nstdout: {self.out}\nstderr: {self.err}"


def environment(world, more=None):
    """Nothing of whoever runs the harness but the path."""
    given = {"PATH": os.environ["PATH"], "HOME": str(world), "TZ": "UTC", "MONGOC_DISABLE_SHM": "1"}
    return given | (more or {})


def _read_report(path):
    calls, changes, hit, code, died = [], [], None, None, None
    for line in path.read_text(errors="surrogateescape").splitlines():
        fields = line.split("\t")
        match fields[0]:
            case "call":
                calls.append(Call(fields[1], fields[2], int(fields[3]), fields[4], fields[5]))
            case "hit":
                hit = fields[2]
            case "exit":
                code = int(fields[1])
            case "signal":
                died = int(fields[1])
            case "program":
                pass
            case _:
                changes.append(fields)
    return calls, changes, hit, code, died


def _end(process, log, report, stop_at):
    """Waits for the end; what `stop_at` finds in the log is answered with SIGTERM. True where it took too long."""
    end = time.monotonic() + HANG
    if stop_at:
        patience = time.monotonic() + PATIENCE
        while process.poll() is None:
            if time.monotonic() > patience or stop_at.search(log.read_text(errors="replace")):
                program = int(report.read_text().split("\t")[1].split()[0]) if report else process.pid
                try:
                    os.kill(program, signal.SIGTERM)
                except ProcessLookupError:
                    pass
                break
            time.sleep(0.01)
    hangs = not _ends_within(process, max(0.1, end - time.monotonic()))
    if hangs:
        process.kill()
    process.wait()
    return hangs


def _ends_within(process, seconds):
    """Popen.wait() with a limit looks again after pauses, which take longer than nearly all that is tried."""
    if process.poll() is not None:
        return True
    handle = os.pidfd_open(process.pid)
    try:
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        return bool(ended.poll(seconds * 1000))
    finally:
        os.close(handle)


def run(context, world, command, plan=None, stop_at=None, more=None):
    """Without a plan the command runs by itself. `more`: further variables of its environment."""
    if plan and not context.tracer.exists():
        raise RuntimeError(f"{context.tracer} is not there: it is built on x86_64 only, whose registers it knows")
    with tempfile.TemporaryDirectory(dir=context.scratch) as folder:
        folder = pathlib.Path(folder)
        report, out, err = folder / "report", folder / "out", folder / "err"
        words, variables = list(command), dict(more or {})
        if plan:
            # What is preloaded is for the program. In the tracer it would let the tracer's allocations fail.
            preload = variables.pop("LD_PRELOAD", None)
            words = [context.tracer, report, plan, *(["env", f"LD_PRELOAD={preload}"] if preload else []), *words]
        with open(out, "w") as to_out, open(err, "w") as to_err:
            process = subprocess.Popen(words, cwd=world, env=environment(world, variables), stdin=subprocess.DEVNULL, stdout=to_out, stderr=to_err)
            hangs = _end(process, err, report if plan else None, stop_at)
        said, told = out.read_text(errors="replace"), err.read_text(errors="replace")
        if not plan:
            code = process.returncode
            return Outcome(command, "", code if code >= 0 and not hangs else None, -code if code < 0 else None, hangs, said, told, [], [], None)
        if process.returncode != 0 and not hangs:
            raise RuntimeError(f"the tracer failed: {told}")
        calls, changes, hit, code, died = _read_report(report)
        return Outcome(command, plan, code, died, hangs, said, told, calls, changes, hit)
