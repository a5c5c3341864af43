"""The units, as systemd's own tools judge them; offline, so that no systemd has to run."""

import configparser
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from support import PROGRAM, SOURCE, TEXTS, run

UNITS = SOURCE / "packaging" / "systemd"
SERVICES = ("mongokeep.service", "mongokeep@backup.service", "mongokeep@cleanup.service")
TIMERS = ("mongokeep-backup.timer", "mongokeep-cleanup.timer")
# In tenths, as the tool wants it: 0 is walled in, 100 is not protected at all. We stand at 1.1.
MOST_EXPOSURE = 15


class Lines(dict):
    """Of a key that stands in a section more than once, as systemd allows, every value."""

    def __setitem__(self, key, value):
        if key in self and isinstance(value, list):
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


def unit(name):
    parser = configparser.RawConfigParser(dict_type=Lines, strict=False, delimiters="=", comment_prefixes="#")
    parser.optionxform = str
    parser.read_string((UNITS / name).read_text())
    return {section: {key: value.split("\n") for key, value in parser.items(section)} for section in parser.sections()}


class SystemdTest(unittest.TestCase):
    def setUp(self):
        # The units name the installed program and man page; here they are where the build left them.
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for path in UNITS.iterdir():
            text = path.read_text().replace("/usr/bin/mongokeep", str(PROGRAM))
            pathlib.Path(self.folder.name, path.name).write_text(text)
        pages = pathlib.Path(self.folder.name, "man", "man1")
        pages.mkdir(parents=True)
        (pages / "mongokeep.1").write_bytes((TEXTS / "mongokeep.1").read_bytes())
        self.environment = {**os.environ, "MANPATH": str(pages.parent)}

    def path(self, name):
        return pathlib.Path(self.folder.name, name)

    def test_systemd_understands_every_line(self):
        for name in SERVICES + TIMERS:
            run("systemd-analyze", "verify", self.path(name), env=self.environment)

    def test_verification_would_notice(self):
        self.path("mongokeep.service").write_text("[Service]\nExecStart=/bin/true\nProtectSytem=strict\n")
        with self.assertRaisesRegex(AssertionError, "ProtectSytem"):
            run("systemd-analyze", "verify", self.path("mongokeep.service"), env=self.environment)

    def test_services_are_walled_in(self):
        for name in SERVICES:
            done = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSURE}",
                                   self.path(name)], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertRegex(done.stdout, r"Overall exposure level for .*: \d")

    def test_timers_come_at_the_times_of_the_daemon(self):
        for name, time in zip(TIMERS, ("01:00", "03:00")):
            timer = unit(name)["Timer"]
            self.assertEqual(timer["OnCalendar"], [f"*-*-* {time}"])
            self.assertEqual(timer["Persistent"], ["true"])
            self.assertRegex(run("systemd-analyze", "calendar", timer["OnCalendar"][0]), rf"Next elapse: .* {time}:00")
            task = re.fullmatch("mongokeep-(.*).timer", name)[1]
            self.assertEqual(timer["Unit"], [f"mongokeep@{task}.service"])

    def test_services_differ_in_what_they_run_only(self):
        daemon, task = unit("mongokeep.service")["Service"], unit("mongokeep@.service")["Service"]
        own = {"Type", "ExecStart", "ExecReload", "Restart", "RestartPreventExitStatus", "RestartSec"}
        self.assertEqual({key: value for key, value in daemon.items() if key not in own},
                         {key: value for key, value in task.items() if key not in own})

    def test_a_stop_by_signal_is_no_failure(self):
        for name in ("mongokeep.service", "mongokeep@.service"):
            self.assertEqual(unit(name)["Service"]["SuccessExitStatus"], ["130 143"])

    def test_program_takes_the_command_lines(self):
        config = SOURCE / "packaging" / "mongokeep.toml"
        environment = {"PATH": os.environ["PATH"], "MONGOC_DISABLE_SHM": "1", "MONGOKEEP_URI_FILE": str(self.path("uri"))}
        self.path("uri").write_text("mongodb://127.0.0.1/shop\n")
        self.path("uri").chmod(0o600)  # the program warns of one that others can read
        for name, instance in (("mongokeep.service", ""), ("mongokeep@.service", "backup"),
                               ("mongokeep@.service", "cleanup")):
            line = unit(name)["Service"]["ExecStart"][0].replace("%i", instance)
            words = line.replace("/etc/mongokeep/mongokeep.toml", str(config)).split()
            self.assertEqual(words[0], "/usr/bin/mongokeep")
            said = run(PROGRAM, *words[1:], "--checkConfig", env=environment)
            self.assertIn("backup", said)


if __name__ == "__main__":
    unittest.main()
