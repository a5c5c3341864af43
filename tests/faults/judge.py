"""What must hold after a run against a disturbed server. Each function gives the faults that it finds, as texts."""

import json
import subprocess

import sample_database
import truth


def of_any(outcome, codes):
    """Also where bytes were changed on their way: it ends, by itself, with a documented code."""
    if outcome.code is None:
        yield f"it hangs: no end after {outcome.seconds:.0f} s"
    elif outcome.code not in codes:
        yield f"exit code {outcome.code}, expected one of {sorted(codes)}"
    for line in outcome.log.splitlines():
        if not line.startswith("{"):
            yield f"a log line is not JSON: {line[:300]}"


def of_undisturbed(outcome):
    """Of a run that came to its end before anything happened."""
    if outcome.code != 0:
        yield f"nothing happened, and yet: exit code {outcome.code}"


def of_passing(outcome):
    """Of what happens once and is over: all is done, unless there was no connection to begin with."""
    never_began = outcome.code == 1 and any(record.get("operation") == "connect to" for record in outcome.records)
    if outcome.code != 0 and not never_began:
        yield f"something that passes was not survived: exit code {outcome.code}"


def of_backup(station, outcome, touched=frozenset(), may_change=False):
    """`touched`: collections that somebody changed meanwhile. `may_change`: bytes were flipped, so that nobody can expect
    documents to be the server's; but what is published is sound all the same."""
    yield from of_any(outcome, {0, 1, 3, 4} if may_change else {0, 1, 3})
    if not station.is_reference(station.root / "1st_Jan_2024"):
        yield "an earlier backup has changed"
    if left := station.hidden():
        yield f"left behind: {left}"
    published = station.published()
    if outcome.code in (0, 3) and published != [outcome.output.strip().rpartition("/")[2]]:
        yield f"exit code {outcome.code} and {outcome.output.strip()!r} printed, but {published} published"
    if outcome.code not in (0, 3):
        if published:
            yield f"exit code {outcome.code}, but {published} published"
        if not any(record["level"] == "error" for record in outcome.records):
            yield f"exit code {outcome.code} without an error in the log"
        return
    yield from _of_published(station, outcome, published[0] if published else None, touched, may_change)


def _of_published(station, outcome, name, touched, may_change):
    if name is None:
        return
    folder = station.root / name
    manifest = truth.manifest_of(folder)
    status = "complete" if outcome.code == 0 else "partial"
    failed = {entry["name"] for entry in manifest["collections"] if "error" in entry and _is_of_sample(entry)}
    logged = {record["collectionName"] for record in outcome.says("Failed to back up collection")}
    completed = outcome.says("createBackup: Backup completed")
    if manifest["status"] != status or bool(failed) != (status == "partial"):
        yield f"exit code {outcome.code}, but the manifest says {manifest['status']}, failed: {sorted(failed)}"
    if [record["status"] for record in completed] != [status] or completed[0]["failedCount"] != len(failed):
        yield f"exit code {outcome.code}, failed {sorted(failed)}, but the log says {completed}"
    if failed != logged:
        yield f"the manifest says that {sorted(failed)} failed, the log {sorted(logged)}"
    shown = station.run("show", None, name, "--json")
    if shown.code != 0 or shown.json["status"] != status or {one["name"] for one in shown.json["collections"] if one["error"]} != failed:
        yield f"show tells something else than exit code {outcome.code}: {shown.code}, {shown.output[:500]}"
    verified = station.run("verify", None, folder)
    if verified.code != 0:
        yield f"published as {status}, but not sound: {verified.log[-600:]}"
    if may_change:
        return
    entries = {entry["name"]: entry for entry in manifest["collections"] if _is_of_sample(entry)}
    for known in station.manifest["collections"]:
        name = known["name"]
        if name in touched or name in failed:
            continue
        entry = entries.get(name)
        if entry is None:
            yield f"{name} is missing, exit code {outcome.code}"
            continue
        is_packed = entry.get("file", "").endswith(".zst")
        for member in ("type", "options", "indexes", "documents", "order") + (() if is_packed else ("xxh3_128",)):
            if json.dumps(entry.get(member)) != json.dumps(known.get(member)):
                yield f"{name}: {member} is {entry.get(member)}, expected {known.get(member)}"
        if "file" in known and not _same_text(folder / entry["file"], station.reference / known["file"]):
            yield f"{name}: its file is not what the server holds"
    if strangers := set(entries) - {known["name"] for known in station.manifest["collections"]} - touched:
        yield f"collections that nobody made: {sorted(strangers)}"


def _is_of_sample(entry):
    """In a backup of one database no entry names it."""
    return entry.get("database", sample_database.NAME) == sample_database.NAME


def _same_text(path, other):
    """Of a compressed file, what zstd itself makes of it."""
    if not path.is_file():
        return False
    if path.suffix != ".zst":
        return path.read_bytes() == other.read_bytes()
    unpacked = subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=False)
    return unpacked.returncode == 0 and unpacked.stdout == other.read_bytes()


def of_next_backup(station):
    """The next run succeeds, and leaves nothing behind."""
    before = station.published()
    outcome = station.run("backup", station.server.uri("shop"))
    if outcome.code != 0 or station.hidden() or len(station.published()) != len(before) + 1:
        yield f"the next run: exit code {outcome.code}, left {station.hidden()}, {outcome.log[-600:]}"


def _restored_state(station, name):
    database = station.server.client()[name]
    return truth.collections_in(database), truth.metadata_of(database)


def of_restore(station, outcome, name, may_change=False, before=frozenset()):
    """The result of `restore --json` into the database of that name, which held the documents `before`."""
    yield from of_any(outcome, {0, 1, 3} | ({2, 4} if may_change else set()))
    if outcome.code not in (0, 3) or may_change:
        if outcome.code not in (0, 3) and outcome.code is not None and not any(r["level"] == "error" for r in outcome.records):
            yield f"exit code {outcome.code} without an error in the log"
        return
    result = outcome.json
    status = "complete" if outcome.code == 0 else "partial"
    completed = outcome.says("restoreBackup: Restore completed")
    if result["status"] != status or [record["status"] for record in completed] != [status]:
        yield f"exit code {outcome.code}, but {result['status']} in the result and {completed} in the log"
    documents, metadata = _restored_state(station, name)
    for one in result["collections"]:
        target, source = (one[member].partition(".")[2] for member in ("targetName", "collectionName"))
        is_whole = not one["error"] and not one["refusals"] and not one["lostDocuments"] and not one["failedCount"] and not one.get("unconfirmed")
        stored = station.documents.get(source)
        if is_whole and stored is not None and documents.get(target) != stored:
            yield f"{target} is reported as restored, but its documents are not those of the backup"
        if is_whole and metadata.get(target) != station.metadata[source]:
            yield f"{target} is reported as restored: {metadata.get(target)}, expected {station.metadata[source]}"
        strangers = set(documents.get(target, [])) - set(stored or []) - before
        if strangers:
            yield f"{target} has documents that are not in the backup: {list(strangers)[:2]}"
        if status == "complete" and not is_whole:
            yield f"complete, but not {target}: {one}"
    if {one["collectionName"].partition(".")[2] for one in result["collections"]} != {known["name"] for known in station.manifest["collections"]}:
        yield f"the result does not name every collection: {[one['collectionName'] for one in result['collections']]}"


def of_next_restore(station, name):
    """The same again with what the error advises brings the rest. A capped collection is not added to: it is made anew."""
    uri, folder, capped = station.server.uri(name), station.root / "1st_Jan_2024", "recent"
    outcomes = [station.run("restore", uri, folder, "--json", "--mode", "missingOnly", "--excludeCollection", capped),
                station.run("restore", uri, folder, "--json", "--drop", "--yes", "-c", capped)]
    documents, metadata = _restored_state(station, name)
    if [outcome.code for outcome in outcomes] != [0, 0] or documents != station.documents or metadata != station.metadata:
        differing = [key for key in station.documents if documents.get(key) != station.documents[key]]
        also = [(key, metadata.get(key)) for key in station.metadata if metadata.get(key) != station.metadata[key]]
        yield (f"the next restore: exit codes {[outcome.code for outcome in outcomes]}, documents differ of {differing}, "
               f"metadata of {also}: {outcomes[0].log[-600:]}{outcomes[1].log[-600:]}")


def of_comparison(outcome, may_change=False):
    """`verify --against --json` where nothing differs."""
    yield from of_any(outcome, {0, 1, 3} | ({4} if may_change else set()))
    if outcome.code not in (0, 3) or may_change:
        return
    compared = outcome.json["comparison"]
    if outcome.json["status"] != "sound" or (compared["status"] == "same") != (outcome.code == 0):
        yield f"exit code {outcome.code}, but {outcome.json['status']}, {compared['status']}"
    for one in compared["collections"]:
        is_different = one["missingCount"] or one["addedCount"] or one["changedCount"] or one["differences"]
        if is_different and not one["error"]:
            yield f"a difference that is none: {one}"
        if one["error"] and outcome.code == 0:
            yield f"exit code 0, but {one}"
    if outcome.code == 3 and not any(one["error"] for one in compared["collections"]) and not compared["notes"]:
        yield f"exit code 3 without a reason: {outcome.output[:800]}"


def of_drill(station, outcome, name, may_change=False):
    """`verify --drill --json` into the scratch database of that name."""
    yield from of_any(outcome, {0, 1, 3, 4})
    databases = station.server.client().list_database_names()
    if outcome.code == 0 and name in databases and not may_change:
        yield "the drill is proven, but its scratch database is there"
    if outcome.code == 0:
        drill = outcome.json["drill"]
        if not drill["hasSameDocuments"] or not drill["hasSameMetadata"]:
            yield f"exit code 0, but {outcome.output[:500]}"
    if outcome.code in (3, 4) and not may_change and outcome.json["status"] == "damaged":
        yield "a backup that is sound is called damaged"
