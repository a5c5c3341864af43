"""The completions in the shells that they are for: what is offered has to be what the program's help says."""

import os
import pathlib
import select
import subprocess
import tempfile
import threading
import unittest

from support import PATIENCE, TEXTS, commands, flags, run
from terminal import open_terminal


class Bash:
    """COMPREPLY of the function that bash would call."""

    SCRIPT = """
        compopt() { :; }
        source "$1"; shift
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        _mongokeep
        printf '%s\\n' "${COMPREPLY[@]}"
    """

    def offers(self, *words):
        # As bash splits words: at the sign of --flag=value too.
        split = [part for word in words for part in (word.replace("=", "\0=\0").split("\0") if "=" in word else [word])]
        if split[-1] == "" and len(split) > 1 and split[-2] == "=":
            split.pop()
        said = run("bash", "-c", self.SCRIPT, "bash", TEXTS / "mongokeep", *split)
        return sorted(line.rstrip("/") for line in said.splitlines() if line)

    def close(self):
        pass


class Fish:
    """What `complete --do-complete` prints."""

    def offers(self, *words):
        said = run("fish", "--no-config", "-c", "source $argv[1]; complete --do-complete $argv[2]",
                   TEXTS / "mongokeep.fish", " ".join(words), env={**os.environ, "HOME": os.getcwd()})
        offered = {line.split("\t")[0] for line in said.splitlines()}
        return sorted(offer.split("=", 1)[-1].rstrip("/") for offer in offered)

    def close(self):
        pass


class Zsh:
    """The line of an interactive zsh after a completion that puts in all that it could."""

    SETUP = """
        PS1= PROMPT_EOL_MARK=
        unsetopt prompt_cr
        fpath=($1 $fpath)
        autoload -U compinit && compinit -u -D
        all() { _main_complete; compstate[insert]=all compstate[list]= }
        show() { print -r -u $2 -- $BUFFER; BUFFER= }
        zle -C all complete-word all
        zle -N show
        bindkey '^A' all
        bindkey '^X' show
        print -r -u $2 -- ready
    """

    def __init__(self):
        self.reading, writing = os.pipe()
        self.terminal, inner = open_terminal()
        setup = self.SETUP.replace("$1", str(TEXTS)).replace("$2", str(writing))
        self.home = tempfile.TemporaryDirectory()
        pathlib.Path(self.home.name, ".zshrc").write_text(setup)
        # The global files of the machine are not what is tested.
        self.shell = subprocess.Popen(["zsh", "-i", "-o", "no_global_rcs"], stdin=inner, stdout=inner, stderr=inner,
                                      pass_fds=[writing], start_new_session=True,
                                      env={**os.environ, "ZDOTDIR": self.home.name, "TERM": "vt100"})
        os.close(inner)
        os.close(writing)
        self.shown = b""
        threading.Thread(target=self.drain, daemon=True).start()
        assert self.line() == "ready"

    def drain(self):
        try:
            while piece := os.read(self.terminal, 4096):
                self.shown += piece
        except OSError:
            return  # the shell has gone, and its side of the terminal with it

    def line(self):
        text = b""
        while not text.endswith(b"\n"):
            if not select.select([self.reading], [], [], PATIENCE)[0]:
                raise AssertionError(f"zsh does not answer; it shows {self.shown!r}")
            piece = os.read(self.reading, 1)
            if not piece:
                raise AssertionError(f"zsh has ended; it shows {self.shown!r}")
            text += piece
        return text.decode().rstrip("\n")

    def offers(self, *words):
        typed = " ".join(words)
        self.shown = b""
        os.write(self.terminal, typed.encode() + b"\x01\x18")
        line = self.line()
        before = typed[:len(typed) - len(words[-1])]
        assert line.startswith(before), (line, before)
        offered = line[len(before):].split()
        if offered == [words[-1]]:
            return []
        return sorted({offer.split("=", 1)[-1].rstrip("/") if "=" in words[-1] else offer.rstrip("=/")
                       for offer in offered})

    def close(self):
        self.shell.kill()
        self.shell.wait()
        os.close(self.terminal)
        os.close(self.reading)
        self.home.cleanup()


class CompletionTest:
    """What holds in every shell."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        for name in ("backup/20th_Feb_2024", "backup/21st_Feb_2024", "backup/other", "elsewhere/1st_Mar_2024"):
            pathlib.Path(self.folder.name, name).mkdir(parents=True)
        pathlib.Path(self.folder.name, "mongokeep.toml").touch()
        before = os.getcwd()
        os.chdir(self.folder.name)
        self.addCleanup(os.chdir, before)
        os.environ.pop("MONGOKEEP_ROOT", None)
        self.shell = self.SHELL()
        self.addCleanup(self.shell.close)

    def offers(self, *words):
        return self.shell.offers("mongokeep", *words)

    def test_offers_every_command(self):
        self.assertGreaterEqual(set(self.offers("")), set(commands()) | {"help"})
        self.assertEqual(self.offers("ba"), ["backup"])
        self.assertEqual(set(self.offers("help", "")) - {"help"}, set(commands()) | {"exit-codes"})

    def test_offers_every_flag_that_the_help_lists(self):
        for command in commands():
            with self.subTest(command=command):
                self.assertEqual(self.offers(command, "-"), flags(command))

    def test_offers_the_words_of_a_choice(self):
        self.assertEqual(self.offers("list", "--logFormat", ""), ["json", "text"])
        self.assertEqual(self.offers("list", "--logFormat=t"), ["text"])
        self.assertEqual(self.offers("backup", "--jsonFormat", "r"), ["relaxed"])

    def test_offers_files_and_folders_where_they_belong(self):
        self.assertEqual(self.offers("list", "--config", "mongo"), ["mongokeep.toml"])
        self.assertEqual(self.offers("list", "--root", "e"), ["elsewhere"])
        self.assertEqual(self.offers("list", "--root=els"), ["elsewhere"])
        self.assertEqual(self.offers("list", "--root", "mongo"), [])

    def test_offers_nothing_where_only_the_user_knows(self):
        self.assertEqual(self.offers("backup", "--uri", ""), [])
        self.assertEqual(self.offers("backup", "-d", ""), [])

    def test_offers_the_backups_under_the_root(self):
        self.assertEqual(self.offers("show", "2"), ["20th_Feb_2024", "21st_Feb_2024"])
        self.assertEqual(self.offers("show", "la"), ["latest"])
        self.assertEqual(self.offers("show", "--root", "elsewhere", "1"), ["1st_Mar_2024"])
        self.assertEqual(self.offers("show", "--root=elsewhere", "1"), ["1st_Mar_2024"])
        self.assertEqual(self.offers("show", "else"), ["elsewhere"])

    def test_takes_the_root_from_the_environment(self):
        os.environ["MONGOKEEP_ROOT"] = "elsewhere"
        self.addCleanup(os.environ.pop, "MONGOKEEP_ROOT")
        self.shell = self.SHELL()
        self.addCleanup(self.shell.close)
        self.assertEqual(self.offers("show", "1"), ["1st_Mar_2024"])


class BashTest(CompletionTest, unittest.TestCase):
    SHELL = Bash

    def test_is_well_formed(self):
        run("bash", "-n", TEXTS / "mongokeep")


class ZshTest(CompletionTest, unittest.TestCase):
    SHELL = Zsh

    def test_is_well_formed(self):
        run("zsh", "-n", TEXTS / "_mongokeep")


class FishTest(CompletionTest, unittest.TestCase):
    SHELL = Fish

    def test_is_well_formed(self):
        run("fish", "-n", TEXTS / "mongokeep.fish")

    def test_describes_what_it_offers(self):
        said = run("fish", "--no-config", "-c", "source $argv[1]; complete --do-complete 'mongokeep list --conf'",
                   TEXTS / "mongokeep.fish")
        self.assertEqual(said, "--config\tTOML file with settings\n")


if __name__ == "__main__":
    unittest.main()
