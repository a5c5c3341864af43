"""A disk as strict POSIX lets it be: what is not synced may be gone after a loss of power, or be there, or in part.

A file's bytes are durable once it was synced; a name is durable once its folder was synced. A folder that was synced by its
parent's name alone is empty. The changes come from the tracer's record (tracer/recorder.h).
"""

import hashlib
import os
import pathlib
import stat

BLOCK = 512
EXCHANGE = 2  # RENAME_EXCHANGE


class File:
    def __init__(self, content=b"", mode=0o600, durable=None, times=None):
        self.content, self.mode = bytearray(content), mode
        self.durable = None if durable is None else bytes(durable)  # None: never synced
        self.times = times

    def sync(self):
        self.durable = bytes(self.content)

    def write(self, offset, content):
        if len(self.content) < offset:
            self.content.extend(bytes(offset - len(self.content)))
        self.content[offset:offset + len(content)] = content

    def truncate(self, size):
        del self.content[size:]
        self.content.extend(bytes(size - len(self.content)))


class Folder:
    def __init__(self, mode=0o700, times=None):
        self.mode, self.times = mode, times
        self.names = {}  # as the running system sees them
        self.durable = {}
        self.pending = []  # since the last sync: each a dict of names to what they lead to (None: gone), kept as a whole or not

    def change(self, names):
        for name, thing in names.items():
            if thing is None:
                self.names.pop(name, None)
            else:
                self.names[name] = thing
        self.pending.append(names)

    def sync(self):
        self.durable = dict(self.names)
        self.pending = []


class Disk:
    """Begins with a folder of the real disk, all of which is durable."""

    def __init__(self, world):
        self.things = {}  # by the number of the inode
        self.top = self._read(pathlib.Path(world))

    def _read(self, path):
        facts = path.lstat()
        times = (facts.st_atime_ns, facts.st_mtime_ns)
        if not stat.S_ISDIR(facts.st_mode):
            content = path.read_bytes()
            made = File(content, stat.S_IMODE(facts.st_mode), content, times)
        else:
            made = Folder(stat.S_IMODE(facts.st_mode), times)
            for name in os.listdir(path):
                made.names[name] = self._read(path / name)
            made.durable = dict(made.names)
        self.things[str(facts.st_ino)] = made
        return made

    def apply(self, change):
        """One line of the record. What is outside of the world is passed over."""
        kind, *fields = change
        thing = self.things.get(fields[0]) if fields else None
        match kind:
            case "create" | "mkdir":
                made = File(mode=int(fields[3])) if kind == "create" else Folder(int(fields[3]))
                if thing is not None:
                    self.things[fields[2]] = made
                    thing.change({fields[1]: made})
            case "write" if thing is not None:
                thing.write(int(fields[1]), bytes.fromhex(fields[2]))
            case "truncate" if thing is not None:
                thing.truncate(int(fields[1]))
            case "chmod" if thing is not None:
                thing.mode = int(fields[1])
            case "sync" | "datasync" if thing is not None:
                thing.sync()
            case "syncfs":
                for thing in self.things.values():
                    thing.sync()
            case "unlink" | "rmdir" if thing is not None:
                thing.change({fields[1]: None})
            case "rename":
                self._rename(thing, fields[1], self.things.get(fields[2]), fields[3], int(fields[4]))
            case "link" if thing is not None and fields[1] in self.things:
                self.things[fields[1]].change({fields[2]: thing})
            case "symlink" | "unknown":
                raise ValueError(f"the replay does not know {change}")
            case _:
                pass  # what was said, a range, or nothing of this world

    def _rename(self, source, name, target, new_name, flags):
        if source is None or target is None:
            return
        moved, replaced = source.names[name], target.names.get(new_name)
        old = {name: replaced if flags & EXCHANGE else None}
        if source is target:
            source.change(old | {new_name: moved})
        else:
            source.change(old)
            target.change({new_name: moved})

    def after_loss(self, chance=None):
        """What is there afterwards, as (relative path -> (mode, bytes or None of a folder, times)). Without a chance nothing that
        was not synced is."""
        found = {}
        self._collect(self.top, "", found, chance, {})
        return found

    def _collect(self, folder, path, found, chance, files):
        for name, thing in survivors(folder, chance).items():
            below = f"{path}/{name}" if path else name
            if isinstance(thing, Folder):
                found[below] = (thing.mode, None, thing.times)
                self._collect(thing, below, found, chance, files)
            else:
                if id(thing) not in files:
                    files[id(thing)] = content_of(thing, chance)
                found[below] = (thing.mode, files[id(thing)], thing.times)


def survivors(folder, chance):
    names = dict(folder.durable)
    if chance is None:
        return names
    share = chance.choice((0.0, 0.5, 1.0))
    for change in folder.pending:
        if chance.random() < share:
            for name, thing in change.items():
                if thing is None:
                    names.pop(name, None)
                else:
                    names[name] = thing
    return names


def content_of(file, chance):
    durable = b"" if file.durable is None else file.durable
    if chance is None or bytes(file.content) == durable:
        return durable
    match chance.randrange(4):
        case 0:
            return durable
        case 1:
            return bytes(file.content)
        case 2:  # the length is there, the bytes are not
            return (durable + bytes(len(file.content)))[: len(file.content)]
        case _:  # some blocks are
            content = bytearray((durable + bytes(len(file.content)))[: len(file.content)])
            for begin in range(0, len(content), BLOCK):
                if chance.random() < 0.5:
                    content[begin:begin + BLOCK] = file.content[begin:begin + BLOCK]
            return bytes(content)


def digest_of(found):
    made = hashlib.blake2b(digest_size=16)
    for path in sorted(found):
        mode, content, _ = found[path]
        made.update(f"{path}\0{mode}\0{content is None}\0{len(content or b'')}\0".encode())
        made.update(content or b"")
    return made.hexdigest()


def put(found, world):
    """Makes it real, in an empty folder."""
    for path, (mode, content, _) in sorted(found.items()):
        if content is None:
            (world / path).mkdir()
        else:
            (world / path).write_bytes(content)
    for path, (mode, _, times) in sorted(found.items(), reverse=True):
        os.chmod(world / path, mode)
        if times:
            os.utime(world / path, ns=times)
