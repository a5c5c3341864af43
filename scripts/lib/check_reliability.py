"""Checks that docs/reliability.md tells of tests that exist: each line of its tables names a test or a file of tests,
and each test that it names is registered by a macro in the sources.

    check_reliability.py PROJECT

How a test is named there, in backticks:

    Suite                  all of a suite
    Suite.Test             one test; any part of its name may be left out for an `…`
    .Test, …Test           one more of the suite that was named last in the line
    Instance/Suite.Test    of a suite with parameters, instantiated under that name
    tests/FILE             a file or folder of tests; also scripts/fuzz and scripts/faults

What stands between the marks of scripts/faults, or between `figures` and `/figures`, are figures and no promises.

Capitals alone (`SIGTERM`) are no suite. Whether the test fails when the promise is broken is for people to try.
"""

import fnmatch
import pathlib
import re
import sys

DOCUMENT = "docs/reliability.md"
HEAD = re.compile(r"\|[-| ]+\|$|\| (?:what happens|promise) \|")
QUOTED = re.compile(r"`([^`]+)`")
PLACE = re.compile(r"(?:tests/|scripts/fuzz|scripts/faults)\S*$")
FIGURES = re.compile(r"<!-- (faults|figures)\b.*?<!-- /\1 -->", re.DOTALL)
TEST = re.compile(r"(?:(?P<instance>\w+)/)?(?P<suite>[A-Z]\w*[a-z]\w*)(?:\.(?P<test>[\w…*]+))?$")
MORE = re.compile(r"(?:\.(?P<start>[\w…*]+)|(?P<part>…[\w…]+))$")
REGISTERED = re.compile(r"\b(?:TYPED_TEST|TEST_F|TEST_P|TEST|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+)\s*,\s*(\w+)")
INSTANTIATED = re.compile(r"\bINSTANTIATE_TEST_SUITE_P\(\s*(\w+)\s*,\s*(\w+)")


class Tests:
    """What the sources register."""

    def __init__(self, folder):
        self.suites = {}
        self.instances = set()
        for source in sorted(folder.rglob("*.cpp")):
            text = source.read_text()
            self.instances.update(INSTANTIATED.findall(text))
            for suite, test in REGISTERED.findall(text):
                if not suite.startswith("DISABLED_") and not test.startswith("DISABLED_"):
                    self.suites.setdefault(suite, set()).add(test)

    def has(self, suite, pattern, instance=None):
        if instance and (instance, suite) not in self.instances:
            return False
        return bool(fnmatch.filter(self.suites.get(suite, ()), pattern.replace("…", "*")))


def names_in(line):
    """The tests and files that a line names, as (as it is written, suite or None, pattern, instance)."""
    suite = None
    for word in QUOTED.findall(line):
        if PLACE.match(word):
            yield word, None, None, None
        elif found := TEST.match(word):
            suite = found["suite"]
            yield word, suite, found["test"] or "*", found["instance"]
        elif found := MORE.match(word):
            yield word, suite or "", found["start"] or found["part"], None


def is_there(project, tests, name):
    word, suite, pattern, instance = name
    if suite is None:
        return (project / word).exists()
    return tests.has(suite, pattern, instance)


def is_promise(line):
    """A line of a table, behind its head."""
    return line.startswith("|") and not HEAD.match(line)


def without_figures(text):
    """With as many lines as before."""
    return FIGURES.sub(lambda found: "\n" * found[0].count("\n"), text)


def complaints(project):
    tests = Tests(project / "tests")
    for number, line in enumerate(without_figures((project / DOCUMENT).read_text()).splitlines(), 1):
        names = list(names_in(line))
        for name in names:
            if not is_there(project, tests, name):
                yield f"{DOCUMENT}:{number}: no test is called {name[0]}"
        if is_promise(line) and not names:
            yield f"{DOCUMENT}:{number}: names no test: {line}"


def main(project):
    found = list(complaints(project))
    for complaint in found:
        print(complaint, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
