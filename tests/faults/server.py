"""A real server as a child, with storage of its own, which can be stopped, killed and started again."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import urllib.parse

import pymongo

START_LIMIT = 60


class Server:
    def __init__(self, kind, folder, *words):
        self.kind, self.folder, self.words = kind, folder, words
        default = pathlib.Path.home() / ".cache/mongokeep/servers" / kind
        self._command = os.environ.get(f"MKTEST_SERVER_{kind.upper()}", str(default))
        self._process = None
        self.host = None
        self.login = ""  # of the connection string
        self.start()

    def guard(self, user, password):
        """From now on nobody comes in but this user."""
        with self.client() as client:
            client["admin"].command("createUser", user, pwd=password, roles=["root"])
        self.stop()
        self.words = (*self.words, "--auth")
        self.login = f"{user}:{urllib.parse.quote(password, safe='')}@"
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Also again, over the same storage; at the same address then."""
        port = self.host.rpartition(":")[2] if self.host else "0"
        log = self.folder / "log"
        with open(log, "w") as out:
            self._process = subprocess.Popen([self._command, "--port", port, "--storage-path", self.folder / "data", *self.words],
                                             stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=os.environ | {"HOME": str(self.folder)})
        end = time.monotonic() + START_LIMIT
        while not (found := re.search(r"listening on (127\.0\.0\.1:\d+)", log.read_text())):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.kind} did not start: {log.read_text()}")
            time.sleep(0.05)
        self.host = found[1]

    def uri(self, database="", options=""):
        return self.uri_through(self.host, database, options)

    def uri_through(self, host, database="", options=""):
        """By way of another address."""
        login = "&authSource=admin" if self.login else ""
        return f"mongodb://{self.login}{host}/{database}?directConnection=true{login}{options}"

    def client(self):
        return pymongo.MongoClient(self.uri())

    def stop(self):
        self._end(signal.SIGTERM)

    def kill(self):
        self._end(signal.SIGKILL)

    def _end(self, number):
        if self._process.poll() is None:
            self._process.send_signal(number)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
