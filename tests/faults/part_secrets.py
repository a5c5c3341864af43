"""Secrets: canaries through failing paths, searched for in all that can be seen of a run."""

import os
import shutil
import signal
import subprocess
import time
import traceback
import urllib.parse

import part_fail
import secret_mistakes
import server_fail_points
import server_network
from backup_scenarios import backup_scenarios
from canaries import Canaries
from context import Tally
from keeping_scenarios import keeping_scenarios
from lying_proxy import LyingProxy
from proxy import TO_CLIENT, Disturbance, Proxy
from reading_scenarios import reading_scenarios
from scenarios import scenario_of
from secret_mistakes import COMMANDS, VOICES, WAYS, Secrets
from server_scenarios import PATIENT, Backup, Comparison, Restore
from station import CODES, Stations

PART = "secrets"
WORDS = ("--enable-test-commands", "--sync-on-commit", "--log-file-max", "32MB", "--cache-size", "256M")


class Search:
    """Runs the program with secrets and searches all that is seen of it."""

    def __init__(self, context):
        self.context = context
        self.canaries = Canaries(context.chance(PART))
        self.secrets = Secrets(self.canaries)
        self.tally = Tally()

    def judge(self, scenario, kind, what, found, folder):
        self.tally.tried(PART, scenario, kind)
        if found:
            self.tally.found_wrong(PART, scenario, kind)
            self.context.report_wrong(PART, scenario, kind, f"{what}: " + "\n".join(found)[:6000],
                                      self.context.again(PART, scenario), folder)

    def run(self, folder, words, variables, before=None, prefix=()):
        """Output, log, exit code and whether it left a core."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "MONGOC_DISABLE_SHM": "1", "LD_PRELOAD": str(self.context.time_lapse),
                       "MKTEST_TIME_LAPSE": "30", **variables}
        arguments = [os.fsencode(word) for word in (*prefix, str(self.context.program), *map(str, words))]
        with open(folder / "output", "wb") as output, open(folder / "log", "wb") as log:
            process = subprocess.Popen(arguments, cwd=folder, env={os.fsencode(name): os.fsencode(value) for name, value in environment.items()},
                                       stdin=subprocess.DEVNULL, stdout=output, stderr=log)
            if before:
                before(process)
            end = time.monotonic() + 60
            while (waited := os.waitpid(process.pid, os.WNOHANG))[0] == 0 and time.monotonic() < end:
                time.sleep(0.002)
            if waited[0] == 0:
                process.kill()
                waited = os.waitpid(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(waited[1])
        return process.returncode, os.WCOREDUMP(waited[1])

    def found_in(self, folder):
        return self.canaries.hits_in_folder(folder, {path for path in folder.iterdir() if path.name.startswith("secret")})

    def fresh_folder(self, station, sealed=None):
        """With a backup, and one that is sealed."""
        folder = self.context.folder("secrets")
        shutil.copytree(station.reference, folder / "backup")
        if sealed:
            shutil.copytree(sealed, folder / "sealed")
        return folder


def _mistakes(search, station):
    """Connection strings that are wrong, by every command and every way in which they come in."""
    host = station.server.host
    names = secret_mistakes.connection_strings(search.secrets, host, "x")
    every = [(name, command, way, voice) for name in names for command in COMMANDS for way in WAYS for voice in VOICES]
    chance = search.context.chance(PART, "mistakes")

    def try_one(point):
        name, command, way, voice = point
        folder = search.fresh_folder(station)
        uri = secret_mistakes.connection_strings(search.secrets, host, folder)[name]
        words, variables = secret_mistakes.call(command, way, voice, uri, folder)
        if way == "environment" or not any("\n" in str(word) for word in words):
            code, _ = search.run(folder, words, variables)
            found = search.found_in(folder)
            found += [] if code in CODES else [f"exit code {code}"]
            search.judge("connection strings", "wrong ones", point, found, folder)
        shutil.rmtree(folder)

    list(search.context.each(try_one, chance.sample(every, 2500 if search.context.long else 40)))


def _misplaced(search, station, sealed):
    host = station.server.host
    uri = secret_mistakes.connection_strings(search.secrets, host, "x")["wrong password"]
    names = list(secret_mistakes.misplaced(search.secrets, uri, search.context.folder("names")))

    def try_one(name):
        folder = search.fresh_folder(station, sealed)
        words, variables = secret_mistakes.misplaced(search.secrets, uri, folder)[name]
        code, _ = search.run(folder, words, variables)
        found = search.found_in(folder)
        found += [] if code in CODES else [f"exit code {code}"]
        search.judge("words and files", "misplaced", name, found, folder)
        shutil.rmtree(folder)

    list(search.context.each(try_one, names))


def _hooks(search, station):
    """What a command of ours sees: its own environment and arguments, and its parent's."""
    look = "tr '\\0' '\\n' < /proc/$PPID/environ; tr '\\0' '\\n' < /proc/$PPID/cmdline; env; tr '\\0' '\\n' < /proc/self/cmdline; cat"
    uris = secret_mistakes.connection_strings(search.secrets, station.server.host, "x")
    variables = {"MONGOKEEP_HOOKS_PING_URL": f"http://127.0.0.1:1/{search.secrets.ping}", "MONGOKEEP_DRILL_URI": uris["nobody there"]}
    for task in ("backup", "drill", "cleanup"):
        for way in ("environment", "flag", "flag with ="):
            folder = search.fresh_folder(station)
            (folder / "root").mkdir(0o700)
            words, more = secret_mistakes.call("once" if task == "backup" else "once drill", way, (), uris["wrong password"], folder)
            words = [task if word == "drill" and task == "cleanup" else word for word in words]
            # Its output is in the log's line, too.
            words += ["-v", "--onFailure", f"({look}) | tee seen", "--onSuccess", f"({look}) | tee seen"]
            search.run(folder, words, variables | more)
            found = search.found_in(folder)
            if not (folder / "seen").exists():
                found.append("the hook was not called")
            search.judge("children", "hooks", (task, way), found, folder)
            shutil.rmtree(folder)


def _cores(search, station):
    """Killed by signals that leave a core."""
    chance = search.context.chance(PART, "cores")
    uri = station.server.uri_through("HOST", "shop", PATIENT)

    def try_one(number):
        folder = search.fresh_folder(station)
        name = chance.choice((signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT, signal.SIGBUS, signal.SIGFPE))
        process = []
        hit = Disturbance("do", TO_CLIENT, chance.randrange(2_000, 1_000_000), do=lambda: process[0].send_signal(name))
        with Proxy(station.server.host, hit) as proxy:
            words = ["backup", "--root", "root", "-j", "1"]
            code, has_core = search.run(folder, words, {"MONGOKEEP_URI": uri.replace("HOST", proxy.host)}, process.append, ("prlimit", "--core=unlimited"))
        found = search.found_in(folder)
        found += ["it left a core"] if has_core else []
        found += [] if code == -name else [f"exit code {code} after signal {name}"]
        search.judge("cores", "signals", (number, name.name), found, folder)
        shutil.rmtree(folder)

    list(search.context.each(try_one, range(60 if search.context.long else 6)))


def _echoes(search, station):
    """A server that repeats the password in its error, before and across the place where the driver cuts it."""
    password = station.login[1]
    places = range(380, 520) if search.context.long else search.context.sample(range(380, 520), 8, PART, "echoes")
    commands = ({"find"}, {"listCollections"}, {"saslStart"}, {"saslContinue"}, {"buildInfo"})

    def try_one(point):
        place, command = point
        folder = search.fresh_folder(station)
        forms = password, urllib.parse.quote(password, safe=""), password.lower()
        text = ("x" * place + forms[place % 3] + " end") if place % 2 else " ".join(["no"] * (place // 3)) + forms[place % 3]
        with LyingProxy(station.server.host, command, text) as proxy:
            search.run(folder, ["backup", "--root", "root"], {"MONGOKEEP_URI": station.server.uri_through(proxy.host, "shop", PATIENT)})
        search.judge("a server that echoes", "in its error", point, search.found_in(folder), folder)
        shutil.rmtree(folder)

    list(search.context.each(try_one, [(place, commands[index % len(commands)]) for index, place in enumerate(places)]))



def _disturbed(search, stations):
    """The points of the part `server`, with a login."""
    for scenario in (Backup, Restore, Comparison):
        texts = server_network.conversation(next(iter(stations)), scenario)
        points = list(server_network.points(search.context, scenario, texts, 0.1 if search.context.long else 0.2))
        points = [(server_network, point) for point in points]
        answers = search.context.chance(PART, scenario.name).sample(server_fail_points.points(search.context, scenario), 80 if search.context.long else 2)
        points += [(server_fail_points, point) for point in answers]

        def try_one(point, scenario=scenario):
            module, place = point
            with stations.one() as station:
                station.seen = []
                try:
                    # What else is wrong there, the part `server` tells.
                    module.faults(search.context, station, scenario, place)
                except Exception:
                    station.seen.append(traceback.format_exc())
                found = station.seen + search.found_in(station.folder)
                search.judge("a disturbed server", scenario.name, place, found, station.folder)

        list(search.context.each(try_one, points))


def _failing_calls(search):
    """Scenarios of the part `fail`, with secrets in the environment and in the keys."""
    context = search.context
    kinds = backup_scenarios() + keeping_scenarios() + reading_scenarios()
    uris = secret_mistakes.connection_strings(search.secrets, "127.0.0.1:1", "x")
    variables = {"MONGOKEEP_HOOKS_PING_URL": f"http://127.0.0.1:1/{search.secrets.ping}", "MONGOKEEP_DRILL_URI": uris["AWS"]}
    for kind in context.sample(kinds, None if context.long else 5, PART, "scenarios"):
        scenario = scenario_of(context, kind)
        for key in sorted(scenario.world.glob("keys/*")):
            for number, line in enumerate(key.read_text(errors="replace").splitlines()):
                if line.startswith("AGE-SECRET-KEY"):
                    search.canaries.add(f"{key.name}, line {number + 1}", line[len("AGE-SECRET-KEY-1"):])

        def try_one(point, scenario=scenario):
            world = scenario.fresh_world()
            outcome = scenario.run(world, point.plan, point.prefix, variables)
            found = search.canaries.hits(outcome.out, "the output") + search.canaries.hits(outcome.err, "the log")
            if (world / "root").is_dir():
                found += search.canaries.hits_in_folder(world / "root")
            search.judge("failing calls", "once", (scenario.name, point.name()), found, world)
            scenario.discard(world)

        list(context.each(try_one, context.sample(part_fail.once(scenario.calls), 60 if context.long else 4, PART, scenario.name)))


def run(context):
    # What runs in the background may have been told to ignore it, and tells its children.
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    search = Search(context)

    def watch(station, outcome):
        found = search.canaries.hits(outcome.output, "the output") + search.canaries.hits(outcome.log, "the log")
        station.seen = getattr(station, "seen", []) + [f"{text} of {outcome.command}" for text in found]

    login = ("keeper", search.secrets.password)
    with Stations(context, words=WORDS, is_wide=True, login=login, watch=watch) as stations:
        station = next(iter(stations))
        station.login = login
        sealed = context.folder("sealed") / "sealed"
        phrase = sealed.parent / "phrase"
        phrase.write_text("a passphrase that is no canary\n")
        made = station.run("backup", station.server.uri("shop"), "--passphraseFile", phrase, "-c", "checked")
        shutil.move(made.output.strip(), sealed)
        for scenario, trial in (("connection strings", lambda: _mistakes(search, station)), ("words and files", lambda: _misplaced(search, station, sealed)),
                                ("children", lambda: _hooks(search, station)), ("cores", lambda: _cores(search, station)),
                                ("a server that echoes", lambda: _echoes(search, station)), ("a disturbed server", lambda: _disturbed(search, stations)), ("failing calls", lambda: _failing_calls(search))):
            if context.only in scenario:
                trial()
    yield from search.tally.rows()
