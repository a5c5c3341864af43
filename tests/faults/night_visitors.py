"""What else happens to a root: a backup is damaged, or somebody puts something there."""

import os

import root_look


def damage(nights):
    """Somebody, or a disk, changes a backup."""
    candidates = [entry for entry in nights.ledger.entries.values() if entry.is_sound]
    if not candidates:
        return
    entry = nights.chance.choice(candidates)
    kind = nights.chance.choice(("flipped byte", "cut file", "lost file", "lost manifest"))
    nights.points[kind] += 1
    folder = nights.root / entry.name
    stamps = folder.stat()
    files = sorted(path for path in folder.iterdir() if path.name != "manifest.json" and path.stat().st_size > 10)
    path = nights.chance.choice(files)
    text = bytearray(path.read_bytes())
    if kind == "flipped byte":
        text[nights.chance.randrange(len(text))] ^= 1 << nights.chance.randrange(8)
        path.write_bytes(text)
        entry.is_flipped = True
    elif kind == "cut file":
        path.write_bytes(text[:-1])
        entry.is_truncated = True
    elif kind == "lost file":
        path.unlink()
        entry.is_truncated = True
    else:
        (folder / "manifest.json").write_bytes(b"\0" * 100)
        entry.is_headless = True
    os.utime(folder, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    entry.digest = root_look.digest_of(folder)


def visit(nights):
    """Somebody puts something into the root, or into a backup, from where it is taken away later."""
    nights.points["foreign file"] += 1
    kind = nights.chance.choice(("file", "folder", "link", "dated", "hidden", "in a backup"))
    name = {"file": f"notes-{nights.day}.txt", "folder": f"mine-{nights.day}", "link": f"link-{nights.day}", "hidden": f".mine-{nights.day}",
            "dated": f"{nights.day % 28 + 1}th_Jan_1999_{nights.day:06}"}.get(kind)
    if kind == "in a backup":
        candidates = [entry for entry in nights.ledger.entries.values() if entry.is_sound]
        if candidates:
            entry = nights.chance.choice(candidates)
            folder = nights.root / entry.name
            stamps = folder.stat()
            (folder / "visitor.txt").write_text("mine")
            os.utime(folder, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
            entry.has_stranger, entry.digest = True, root_look.digest_of(folder)
            nights.visitors[entry.name] = nights.day
        return
    path = nights.root / name
    if kind in ("file", "hidden"):
        path.write_text("mine")
    elif kind == "link":
        path.symlink_to(nights.station.reference)
    else:
        path.mkdir()
        (path / "mine.txt").write_text("mine")
    nights.strangers[name] = root_look.digest_of(path) if path.is_dir() and not path.is_symlink() else None


def take_visitors_away(nights):
    for name, night in list(nights.visitors.items()):
        if nights.day - night < 12:
            continue
        del nights.visitors[name]
        entry = nights.ledger.entries.get(name)
        if entry is None:
            nights.tell("foreign file", f"{name} is gone with somebody's file in it")
            continue
        folder = nights.root / name
        stamps = folder.stat()
        (folder / "visitor.txt").unlink()
        os.utime(folder, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
        entry.has_stranger, entry.digest = False, root_look.digest_of(folder)
