"""What mongokeep is measured beside, where the machine has it; a peer that is missing is remembered by name."""

import hashlib
import os
import pathlib
import shutil
import subprocess

SCRIPT = pathlib.Path(__file__).with_name("node") / "backup.js"


def said_by(*command):
    """The first line."""
    return subprocess.run(command, capture_output=True, text=True).stdout.partition("\n")[0]


def version(name, path):
    """As a tool gives it; one that was built without is told by its bytes."""
    said = said_by(path, "--version").removeprefix(f"{name} version: ")
    return f"SHA-256 {hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()[:16]}…" if "without" in said else said


class Peers:
    def __init__(self, folder, node_modules):
        """Those in the folder, or in the PATH where there is none; Mongoose from `node_modules`."""
        self.folder = folder
        self.node_modules = node_modules
        self.versions = {}
        self.left_out = []

    def find(self, name):
        """The path of a MongoDB tool, or None."""
        path = pathlib.Path(self.folder, name) if self.folder else shutil.which(name)
        if path and os.access(path, os.X_OK):
            self.versions[name] = version(name, path)
            return str(path)
        self.miss(name)
        return None

    def node(self, uri, collection, file):
        """The command of the Node way, or None."""
        node = shutil.which("node")
        if node and self.node_modules:
            mongoose = f"require('{self.node_modules}/mongoose/package.json').version"
            self.versions["Node"] = said_by(node, "-p", f"process.version + ', Mongoose ' + {mongoose}")
            return ["env", f"NODE_PATH={self.node_modules}", node, SCRIPT, uri, collection, file]
        self.miss("Node with Mongoose")
        return None

    def miss(self, name):
        if name not in self.left_out:
            self.left_out.append(name)
