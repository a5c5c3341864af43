"""A copy of the sources with all breaks in it, and its build."""
import collections
import os
import shutil
import subprocess

import breaking


def write(path, text):
    """What is the same keeps its time, and is not built again."""
    if os.path.exists(path):
        with open(path, "rb") as old:
            if old.read() == text:
                return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as new:
        new.write(text)


def sources(project):
    """The files as git knows them, new ones among them."""
    listed = subprocess.run(["git", "-C", project, "ls-files", "-co", "--exclude-standard", "-z"], check=True, capture_output=True)
    names = sorted({os.fsdecode(name) for name in listed.stdout.split(b"\0") if name})
    return [name for name in names if os.path.isfile(os.path.join(project, name))]


def remove_what_is_gone(target, names):
    for folder in ("src", "tests", "include"):
        for above, _, files in os.walk(os.path.join(target, folder)):
            for file in files:
                path = os.path.join(above, file)
                if os.path.relpath(path, target) not in names:
                    os.remove(path)


def make(project, target, numbered):
    """Copies the sources, those with places broken; returns the numbers of the places that could be."""
    by_file = collections.defaultdict(list)
    for number, point in numbered:
        by_file[point.file].append((number, point))
    header = os.path.join(target, "tests/mutation/mutants.h")
    kept, names = set(), sources(project)
    remove_what_is_gone(target, set(names))
    for name in names:
        with open(os.path.join(project, name), "rb") as source:
            text = source.read()
        if name in by_file:
            text, numbers = breaking.broken(text, by_file[name])
            text = f'#include "{header}"\n#line 1\n'.encode() + text
            kept.update(numbers)
        write(os.path.join(target, name), text)
        shutil.copymode(os.path.join(project, name), os.path.join(target, name))
    return kept


def build(target, targets, jobs):
    """Builds the test programs named, or all; returns the build folder."""
    folder = os.path.join(target, "build/release")
    command = ["cmake", "--preset", "release", "-DMONGOKEEP_TESTS=ON", "-DCMAKE_CXX_FLAGS=-w", "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG"]
    command.append("-DCMAKE_CXX_COMPILER_LAUNCHER=" + ("ccache" if shutil.which("ccache") else ""))
    building = ["cmake", "--build", folder, "--parallel", str(jobs)] + (["--target", *targets] if targets else [])
    for step in (command, building):
        done = subprocess.run(step, cwd=target, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit((done.stdout + done.stderr)[-6000:] + "\nThe broken program cannot be built: see above.")
    return folder
