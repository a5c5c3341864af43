"""The Debian package: made with cpack, looked into with dpkg-deb, and its program run from where it was unpacked."""

import gzip
import hashlib
import os
import pathlib
import re
import stat
import subprocess
import tempfile
import unittest

from support import BUILD, PROGRAM, SOURCE, run

FILES = {
    "etc/mongokeep/mongokeep.toml",
    "lib/systemd/system/mongokeep-backup.timer",
    "lib/systemd/system/mongokeep-cleanup.timer",
    "lib/systemd/system/mongokeep.service",
    "lib/systemd/system/mongokeep@.service",
    "usr/bin/mongokeep",
    "usr/share/bash-completion/completions/mongokeep",
    "usr/share/doc/mongokeep/README.md",
    "usr/share/doc/mongokeep/backup-format.md",
    "usr/share/doc/mongokeep/changelog.Debian.gz",
    "usr/share/doc/mongokeep/changelog.gz",
    "usr/share/doc/mongokeep/copyright",
    "usr/share/doc/mongokeep/deployment.md",
    "usr/share/doc/mongokeep/operations.md",
    "usr/share/doc/mongokeep/reference.md",
    "usr/share/doc/mongokeep/restoring.md",
    "usr/share/fish/vendor_completions.d/mongokeep.fish",
    "usr/share/man/man1/mongokeep.1.gz",
    "usr/share/zsh/vendor-completions/_mongokeep",
}


class DebianPackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        made = pathlib.Path(cls.temporary.name, "made")
        run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", made, may_complain=True)
        (cls.package,) = made.glob("*.deb")
        cls.root = pathlib.Path(cls.temporary.name, "root")
        cls.control = pathlib.Path(cls.temporary.name, "control")
        run("dpkg-deb", "--extract", cls.package, cls.root)
        run("dpkg-deb", "--control", cls.package, cls.control)

    def field(self, name):
        return run("dpkg-deb", "--field", self.package, name).strip()

    def test_holds_these_files_and_no_others(self):
        found = {str(path.relative_to(self.root)) for path in self.root.rglob("*") if not path.is_dir()}
        self.assertEqual(found, FILES)

    def test_files_are_roots_and_nobody_else_writes_them(self):
        for line in run("dpkg-deb", "--contents", self.package).splitlines():
            mode, owner, *_, name = line.split()
            self.assertEqual(owner, "root/root", line)
            if mode.startswith("d"):
                self.assertEqual(mode, "drwxr-xr-x", line)
            else:
                self.assertEqual(mode, "-rwxr-xr-x" if name == "./usr/bin/mongokeep" else "-rw-r--r--", line)

    def test_sums_are_those_of_the_files(self):
        sums = dict(reversed(line.split("  ")) for line in (self.control / "md5sums").read_text().splitlines())
        self.assertEqual(set(sums), FILES)
        for name, expected in sums.items():
            self.assertEqual(hashlib.md5((self.root / name).read_bytes()).hexdigest(), expected, name)

    def test_control_file_says_what_it_is(self):
        version = run(PROGRAM, "--version").split()[1]
        self.assertEqual(self.field("Package"), "mongokeep")
        self.assertEqual(self.field("Suggests"), "rclone")
        self.assertEqual(self.field("Version"), f"{version}-1")
        self.assertEqual(self.field("Architecture"), run("dpkg", "--print-architecture").strip())
        self.assertRegex(self.field("Description"), r"\A.{20,70}\n .{20,}")
        # Found by dpkg-shlibdeps in the program itself.
        for library in ("libc6", r"libmongoc-1\.0-0(t64)?", r"libfmt\d+", r"libspdlog1\.\d+-fmt\d+", "libxxhash0"):
            self.assertRegex(self.field("Depends"), rf"(^|, ){library}( |,|$)")

    def test_configuration_is_the_users_once_it_is_installed(self):
        self.assertEqual((self.control / "conffiles").read_text(), "/etc/mongokeep/mongokeep.toml\n")

    def test_maintainer_scripts_are_short_and_well_formed(self):
        for name in ("postinst", "prerm", "postrm"):
            path = self.control / name
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o755)
            run("sh", "-n", path)
            self.assertIn("set -e", path.read_text())
            self.assertNotRegex(path.read_text(), r"rm -r|systemctl[^\n]* (enable|start|restart)\b")

    def test_program_runs_from_where_it_was_unpacked(self):
        program = self.root / "usr/bin/mongokeep"
        self.assertEqual(run(program, "--version"), run(PROGRAM, "--version"))
        self.assertEqual(run(program, "list", "--json", "--root", self.root / "usr/share/doc").strip()[0], "[")

    def test_program_is_stripped(self):
        self.assertNotIn("not stripped", run("file", self.root / "usr/bin/mongokeep"))

    def test_example_configuration_is_good(self):
        said = run(self.root / "usr/bin/mongokeep", "run", "--checkConfig", "--config",
                   self.root / "etc/mongokeep/mongokeep.toml",
                   env={"PATH": os.environ["PATH"], "MONGOC_DISABLE_SHM": "1", "MONGOKEEP_URI": "mongodb://127.0.0.1/shop"})
        self.assertIn("backup", said)

    def test_changelogs_are_there_in_full(self):
        documents = self.root / "usr/share/doc/mongokeep"
        with gzip.open(documents / "changelog.gz", "rt") as text:
            self.assertEqual(text.read(), (SOURCE / "CHANGELOG.md").read_text())
        said = subprocess.run(["dpkg-parsechangelog", "--all", "-l", "-"], check=True, capture_output=True,
                              input=gzip.decompress((documents / "changelog.Debian.gz").read_bytes()))
        self.assertEqual(said.stderr, b"")
        self.assertIn(f"Version: {self.field('Version')}\n".encode(), said.stdout)


if __name__ == "__main__":
    unittest.main()
