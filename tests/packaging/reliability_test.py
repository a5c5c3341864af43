"""docs/reliability.md and the check that it goes by: what is wrong in the page is found."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

from support import SOURCE

CHECK = SOURCE / "scripts/lib/check_reliability.py"
TESTS = """
TEST(Root, IsALink) {
TEST_P(Root, IsFull) {
INSTANTIATE_TEST_SUITE_P(Rust, Root, testing::Values(1));
RC_GTEST_PROP(Order,
              IsTransitive, ()) {
TEST_F(Disk, DISABLED_Breaks) {
"""


def check(project):
    return subprocess.run([sys.executable, "-B", str(CHECK), str(project)], text=True, capture_output=True, check=False)


class ReliabilityTest(unittest.TestCase):
    def complaints_about(self, *lines):
        with tempfile.TemporaryDirectory() as folder:
            project = pathlib.Path(folder)
            (project / "docs").mkdir()
            (project / "tests").mkdir()
            (project / "tests" / "root_test.cpp").write_text(TESTS)
            head = ["| what happens | what mongokeep does |", "|---|---|"]
            (project / "docs" / "reliability.md").write_text("\n".join([*head, *lines]))
            done = check(project)
            self.assertEqual(done.returncode, 1 if done.stderr else 0)
            return [line.removeprefix("docs/reliability.md:") for line in done.stderr.splitlines()]

    def test_the_page_names_tests_that_exist(self):
        done = check(SOURCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_way_to_name_a_test_is_understood(self):
        self.assertEqual(self.complaints_about(
            "| a | b (`Root`) |", "| a | b (`Root.IsALink`, `.IsFull`, `…Full`) |", "| a | b (`Root.Is…`) |", "| a | `Root.*` |",
            "| a | `Rust/Root.IsFull` |", "| a | `Order.IsTransitive` |", "| a | `tests/root_test.cpp` |"), [])

    def test_a_test_that_is_not_there_is_found(self):
        for name in ("Rout", "Root.IsAPipe", "Root.Link…", "Wheel/Root.IsFull", "Disk", "tests/rout_test.cpp", ".IsFull", "…Full"):
            self.assertEqual(self.complaints_about(f"| a | b (`{name}`) |"), [f"3: no test is called {name}"])
        self.assertEqual(self.complaints_about("| a | b (`Root`, `…Pipe`) |"), ["3: no test is called …Pipe"])
        self.assertEqual(self.complaints_about("", "Said of all (`Rout`)."), ["4: no test is called Rout"])

    def test_a_line_without_a_test_is_found(self):
        line = "| `latest` is gone | `SIGTERM` |"
        self.assertEqual(self.complaints_about(line), [f"3: names no test: {line}"])


if __name__ == "__main__":
    unittest.main()
