"""The tests of a build, one process each: which places they pass by, and whether they notice a break."""
import collections
import json
import mmap
import os
import resource
import signal
import subprocess
import tempfile
import time

Test = collections.namedtuple("Test", "name command directory environment")
Passage = collections.namedtuple("Passage", "test seconds places")
# A break may ask for memory without end.
MEMORY = 6 << 30


def program_of(test):
    return os.path.basename(test.command[0])


def list_tests(build):
    """The tests, and what prepares some of them."""
    listed = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, capture_output=True, text=True)
    tests, preparations = [], []
    for entry in json.loads(listed.stdout)["tests"]:
        properties = {p["name"]: p["value"] for p in entry.get("properties", [])}
        if not entry.get("command"):
            continue
        test = Test(entry["name"], entry["command"], properties.get("WORKING_DIRECTORY", build),
                    dict(line.split("=", 1) for line in properties.get("ENVIRONMENT", [])))
        (preparations if "FIXTURES_SETUP" in properties else tests).append(test)
    return tests, preparations


def run(command, directory, environment, seconds):
    """True if it passes within so many seconds. Ends all that it has started, and removes what it left."""
    folder = tempfile.mkdtemp(prefix="mutate-")
    child = subprocess.Popen(command, cwd=directory, env={**os.environ, "TMPDIR": folder, **environment}, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        resource.prlimit(child.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        return child.wait(seconds) == 0
    except ProcessLookupError:
        return child.wait() == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()
        # What tests nest is too deep for Python's own.
        subprocess.run(["rm", "-rf", folder], stderr=subprocess.DEVNULL, check=False)


def passage(test, places):
    """Runs the test with nothing broken; None where it fails."""
    with tempfile.NamedTemporaryFile() as visits:
        visits.truncate(places)
        begun = time.monotonic()
        if not run(test.command, test.directory, {**test.environment, "MUTATION_VISITS": visits.name}, 300):
            return None
        seconds = time.monotonic() - begun
        with mmap.mmap(visits.fileno(), places, access=mmap.ACCESS_READ) as seen:
            return Passage(test, seconds, frozenset(n for n in range(places) if seen[n]))


def batches(passages, most):
    """Tests of one program are run in one process, the quick ones first: a few, then more, then the rest."""
    programs = collections.defaultdict(list)
    for one in sorted(passages, key=lambda p: p.seconds):
        if one.seconds <= most:
            programs[one.test.command[0]].append(one)
    for group in programs.values():
        for begin, end in ((0, 8), (8, 40), (40, len(group))):
            if group[begin:end]:
                yield group[begin:end]


def notices(passages, number, most):
    """The name of a test, or of the first of a few, that fails with this break; None where all pass."""
    for batch in batches(passages, most):
        filters = [w.split("=", 1)[1] for p in batch for w in p.test.command if w.startswith("--gtest_filter=")]
        first = batch[0].test
        command = [first.command[0], "--gtest_fail_fast", "--gtest_filter=" + ":".join(filters)] if filters else first.command
        limit = 5 + 8 * sum(p.seconds for p in batch)
        if not run(command, first.directory, {**first.environment, "MUTATION_CHOSEN": str(number)}, limit):
            return first.name if len(batch) == 1 else f"{first.name} or one of {len(batch) - 1} more"
    return None
