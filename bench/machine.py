"""Where and with what it was measured."""

import os
import platform
import re
import subprocess


def said_by(*command):
    """A command's first line; empty where there is no such command."""
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.partition("\n")[0].strip()
    except OSError:
        return ""


def processor():
    found = re.search(r"^model name\s*: (.*)$", open("/proc/cpuinfo").read(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def memory():
    kibibytes = int(re.search(r"MemTotal: *(\d+)", open("/proc/meminfo").read()).group(1))
    return f"{kibibytes / 2**20:.0f} GiB"


def disk(folder):
    return said_by("findmnt", "--noheadings", "--output", "SOURCE,FSTYPE", "--target", str(folder))


def machine(folder):
    """(what, which) of the machine."""
    return [
        ("processor", f"{processor()}, {os.cpu_count()} cores"),
        ("memory", memory()),
        ("disk", disk(folder)),
        ("system", f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}"),
    ]


def versions(project, server, peers):
    """(what, which) of the programs."""
    described = said_by("git", "-C", str(project), "describe", "--always", "--dirty", "--tags")
    return [
        ("mongokeep", described),
        ("server", server),
        ("libmongoc", said_by("pkg-config", "--modversion", "libmongoc-1.0")),
        ("zstd", said_by("pkg-config", "--modversion", "libzstd")),
        *peers.versions.items(),
    ]
