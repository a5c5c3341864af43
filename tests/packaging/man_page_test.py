"""The man page, as man shows it."""

import os
import re
import unittest

from support import PROGRAM, TEXTS, commands, flags, run


def shown():
    return run("man", "-l", "-Tutf8", TEXTS / "mongokeep.1",
               env={**os.environ, "MANWIDTH": "200", "GROFF_NO_SGR": "1", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""})


class ManPageTest(unittest.TestCase):
    def setUp(self):
        # Bold and underlined characters are struck twice.
        self.text = re.sub(".\b", "", shown())

    def test_groff_has_nothing_to_complain_of(self):
        run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", TEXTS / "mongokeep.1",
            env={**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""})

    def test_is_ascii_and_the_same_every_day(self):
        text = (TEXTS / "mongokeep.1").read_bytes()
        self.assertTrue(text.isascii())
        version = run(PROGRAM, "--version").strip()
        self.assertIn(f'.TH MONGOKEEP 1 "" "{version.replace(".", chr(92) + "&.")}"'.encode(), text)

    def test_names_every_command_and_flag(self):
        for command in commands():
            self.assertRegex(self.text, rf"(?m)^ +mongokeep {command}\b")
            for flag in flags(command):
                self.assertRegex(self.text, rf"(?m)^ +(-\w, )?{flag}\b")

    def test_names_every_exit_code(self):
        for command in commands():
            section = self.text.split(f"\n   mongokeep {command}\n")[1].split("Exit codes:")[1].split("\n   mongokeep ")[0]
            codes = re.findall(r"(?m)^  (\d[\d, ]*?)  ", run(PROGRAM, command, "--help").split("Exit codes:")[1])
            self.assertTrue(codes)
            for code in codes:
                self.assertRegex(section, rf"(?m)^ +{code}\b")

    def test_has_the_table_of_exit_codes(self):
        section = self.text.split("\nEXIT STATUS\n")[1]
        for code, meaning in re.findall(r"(?m)^  (\d[\d, ]*?)  +(\S+)", run(PROGRAM, "help", "exit-codes")):
            self.assertRegex(section, rf"(?m)^ +{code}\s+{meaning}")

    def test_shows_what_is_typed_as_it_is_typed(self):
        self.assertIn("mongokeep list --json | jq 'map(select(.startedAt))[-1].status'", self.text)


if __name__ == "__main__":
    unittest.main()
