"""The daemon, run after run: its memory and its descriptors stay as they are."""

import os
import shutil
import signal
import statistics
import subprocess
import time

import sample_database
from context import Row

LAPSE = 150  # a minute of the schedule in less than half a second


def _status(process):
    with open(f"/proc/{process.pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status if ":" in line)
    return int(fields["VmRSS"].split()[0]), len(os.listdir(f"/proc/{process.pid}/fd")), int(fields["Threads"])


def is_flat(values, slack, of=min):
    """The last third of them against the first, after a warm-up. The least is what is taken between two runs."""
    third = len(values) // 3
    return of(values[-third:]) <= of(values[third // 2:third]) + slack


def rows(context):
    wanted = 800 if context.long else 40
    folder = context.folder("daemon")
    root, config = folder / "root", folder / "mongokeep.toml"
    root.mkdir(mode=0o700)
    with context.server() as server:
        sample_database.fill(server.client(), is_wide=False)
        config.write_text(f'root = "{root}"\n[schedule]\ntimezone = "UTC"\nbackup = "* * * * *"\ncleanup = "*/3 * * * *"\n'
                          '[retention]\ndays_to_keep = 1\n[hooks]\non_success = "cat > /dev/null"\n')
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "MONGOC_DISABLE_SHM": "1", "MONGOKEEP_URI": server.uri(sample_database.NAME),
                       "LD_PRELOAD": str(context.time_lapse), "MKTEST_TIME_LAPSE": str(LAPSE)}
        log = folder / "log"
        with open(log, "w") as out:
            process = subprocess.Popen([context.program, "run", "--config", config], env=environment, stdout=out, stderr=out)
        try:
            memory, descriptors, threads, problem = _watch(process, root, log, wanted)
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
    if not problem and code != 143:
        problem = f"exit code {code} after SIGTERM"
    text = log.read_text()
    if not problem and ("Backup failed" in text or '"level":"error"' in text):
        problem = "a run failed: " + next(line for line in text.splitlines() if '"level":"error"' in line or "failed" in line)
    if not problem and not is_flat(memory, 2048, statistics.median):
        problem = f"memory grows: {memory[::max(1, len(memory) // 20)]} KiB"
    if not problem and not (is_flat(descriptors, 0) and is_flat(threads, 0)):
        problem = f"descriptors {descriptors[::max(1, len(descriptors) // 20)]}, threads {threads[::max(1, len(threads) // 20)]}"
    if problem:
        context.report_wrong("life", "the daemon", "runs", problem, context.again("life", "daemon"), folder)
    yield Row("life", "runs of the daemon", "times", max(1, len(memory)), int(bool(problem)))


def _watch(process, root, log, wanted):
    """What it takes at least, from the end of each run to that of the next. Its settings are read again now and then."""
    memory, descriptors, threads = [], [], []
    end = time.monotonic() + wanted * 10 + 60  # where a run takes long, the machine is busy
    count = 0
    least = None  # of all looks since the run ended: on a busy machine one alone meets the hook, or the next run
    while len(memory) < wanted:
        done = log.read_text().count("createBackup: Backup completed")
        if process.poll() is not None:
            return memory, descriptors, threads, f"it ended with {process.returncode}"
        if time.monotonic() > end:
            return memory, descriptors, threads, f"only {len(memory)} runs of {wanted}"
        if done == count:
            if count:
                least = tuple(map(min, least, _status(process))) if least else _status(process)
            time.sleep(0.02)
            continue
        count = done
        if least:
            for values, value in zip((memory, descriptors, threads), least):
                values.append(value)
        least = None
        if count % 25 == 0:
            process.send_signal(signal.SIGHUP)
        if count % 10 == 0:
            for name in sorted(root.glob("[0-9]*"), key=os.path.getmtime)[:-5]:
                shutil.rmtree(name)
    return memory, descriptors, threads, None
