"""Real stores for rclone: versitygw (S3), OpenSSH's sshd (sftp) and a folder. Each is a context manager with room of its own."""

import contextlib
import getpass
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import time

START_LIMIT = 60
REMOTE = "keep"


def installed(name):
    """The command that scripts/servers has installed under this name."""
    return os.environ.get(f"MKTEST_SERVER_{name.upper()}", str(pathlib.Path.home() / ".cache/mongokeep/servers" / name))


class Store:
    """`section`: of rclone's configuration; `remote`: where backups go; `shelf`: the folder in which they lie."""

    def __init__(self, room):
        self.room = room
        room.mkdir(parents=True)
        self.config = room / "rclone.conf"
        self.prepare()
        self.start()
        descriptor = os.open(self.config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self.section)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.room, ignore_errors=True)

    def is_idle(self):
        """Whether it has ended what somebody asked for who is gone; True where that cannot be told."""
        return True

    def rclone(self, *words):
        """Gives up soon: one attempt, two at each request."""
        command = [installed("rclone"), "--config", self.config, "--retries", "1", "--low-level-retries", "2", *words]
        return subprocess.run(command, env={}, stdin=subprocess.DEVNULL, capture_output=True, timeout=START_LIMIT)


class Folder(Store):
    """Stopped, it is not there, as a disk that is not mounted."""

    name = "folder"
    process = None

    def prepare(self):
        self.shelf = self.room / "disk/shop"
        self.remote = f"{REMOTE}:shop"
        self.section = f"[{REMOTE}]\ntype = alias\nremote = {self.room / 'disk'}\n"
        (self.room / "unmounted").mkdir()

    def start(self):
        with contextlib.suppress(FileNotFoundError):
            (self.room / "unmounted").rename(self.room / "disk")

    def stop(self):
        with contextlib.suppress(FileNotFoundError):
            (self.room / "disk").rename(self.room / "unmounted")

    kill = stop


class Served(Store):
    """A store behind a process, which keeps its port."""

    process = None

    def prepare(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (self.room / "data").mkdir()
        self.furnish()

    def start(self):
        if self.process:
            return
        log = self.room / "log"
        with open(log, "w") as out:
            self.process = subprocess.Popen(self.command(), env=self.environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        end = time.monotonic() + START_LIMIT
        while self.says not in log.read_text():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.name} did not start: {log.read_text()}")
            time.sleep(0.02)

    def stop(self):
        self._end(signal.SIGTERM)

    def kill(self):
        self._end(signal.SIGKILL)

    def _end(self, number):
        if not self.process:
            return
        # Stopped, so that it starts no other while its own are gathered: sshd's sessions outlive it.
        self.process.send_signal(signal.SIGSTOP)
        for child in descendants(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.process.send_signal(number)
        self.process.send_signal(signal.SIGCONT)
        self.process.wait(START_LIMIT)
        self.process = None


class S3(Served):
    name = "versitygw"
    says = "service listening on"

    def furnish(self):
        self.secret = secrets.token_hex(20)
        (self.room / "data/bucket").mkdir()
        self.shelf = self.room / "data/bucket/shop"
        self.remote = f"{REMOTE}:bucket/shop"
        self.section = self.section_through(self.port)

    def section_through(self, port):
        """By way of another port, such as a proxy's."""
        return (f"[{REMOTE}]\ntype = s3\nprovider = Other\nregion = us-east-1\nendpoint = http://127.0.0.1:{port}\n"
                f"no_check_bucket = true\naccess_key_id = owner-key\nsecret_access_key = {self.secret}\n")

    def command(self):
        return [installed("versitygw"), "--port", f"127.0.0.1:{self.port}", "--keep-alive", "posix", self.room / "data"]

    def environment(self):
        return {"ROOT_ACCESS_KEY": "owner-key", "ROOT_SECRET_KEY": self.secret, "HOME": str(self.room)}


class Sftp(Served):
    name = "sftp"
    says = "Server listening on"

    def furnish(self):
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", self.room / key], check=True)
        (self.room / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {(self.room / 'host.pub').read_text()}")
        (self.room / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.room / 'host'}\nAuthorizedKeysFile {self.room / 'user.pub'}\n"
            "PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            "PermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n")
        if os.geteuid() == 0:
            # Where sshd, as root, keeps its unprivileged half. A service makes it at the start of a machine.
            pathlib.Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self.shelf = self.room / "data/shop"
        self.remote = f"{REMOTE}:{self.shelf}"
        self.section = (f"[{REMOTE}]\ntype = sftp\nhost = 127.0.0.1\nport = {self.port}\nuser = {getpass.getuser()}\n"
                        f"key_file = {self.room / 'user'}\nknown_hosts_file = {self.room / 'known_hosts'}\nshell_type = none\n")

    def is_idle(self):
        """A session is a process."""
        return not self.process or not descendants(self.process.pid)

    def command(self):
        return ["/usr/sbin/sshd", "-D", "-e", "-f", self.room / "sshd_config"]

    def environment(self):
        return {"PATH": "/usr/bin:/bin"}


def wait_for_rclone(place, is_idle=lambda: True):
    """Until none is at work any more that has the place among its arguments, and the store is idle: rclone dies with the program
    that was killed, a moment later."""
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and (not is_idle() or subprocess.run(["pgrep", "-f", f"rclone.*{place}/"], stdout=subprocess.DEVNULL).returncode == 0):
        time.sleep(0.02)


EVERY_STORE = (S3, Sftp, Folder)


def descendants(process, but=None):
    """The numbers of all that it has started, and that those have; not of `but`, one of its own processes."""
    found = [process]
    for parent in found:
        if but and parent == but.pid:
            continue
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{parent}/task"):
                found += map(int, pathlib.Path(f"/proc/{parent}/task/{thread}/children").read_text().split())
    return found[1:]
