"""Checks that every link in the project's markdown files leads somewhere: the file is there, and so is the heading.

  check_links.py PROJECT

Also checked are the names of pages in other sources ("docs/NAME.md"), so that a comment does not outlive a page. Addresses of
other hosts are not asked. Prints FILE:LINE: what is wrong, and exits 1.
"""

import pathlib
import re
import sys

# [text](target) and ![text](target); a title behind the target is not ours.
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
PAGE = re.compile(r"\bdocs/[a-z-]+\.md\b")


def files_of(project):
    """All but what is built, and what git keeps."""
    top = [entry for entry in sorted(project.iterdir()) if entry.name not in ("build", ".git")]
    return [path for entry in top for path in ([entry] if entry.is_file() else sorted(entry.rglob("*"))) if path.is_file()]


def anchor_of(heading):
    """As GitHub makes it: the text of links alone, in lower case, without punctuation, with - for each blank."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return "".join("-" if c == " " else c for c in text.lower() if c.isalnum() or c in " -_")


def prose(text):
    """The lines with their numbers, without code, indented or fenced, which only looks like markdown."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not line.startswith("    "):
            yield number, line


def anchors_of(path):
    found = set()
    for _, line in prose(path.read_text(encoding="utf-8")):
        heading = HEADING.match(line)
        if heading:
            anchor, count = anchor_of(heading.group(1)), 0
            # The second heading of a name gets a number.
            while (anchor if count == 0 else f"{anchor}-{count}") in found:
                count += 1
            found.add(anchor if count == 0 else f"{anchor}-{count}")
    return found


def faults_of_markdown(path):
    for number, line in prose(path.read_text(encoding="utf-8")):
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            other = (path.parent / name).resolve() if name else path
            if not other.exists():
                yield number, f"no such file: {target}"
            elif anchor and anchor not in anchors_of(other):
                yield number, f"no such heading: {target}"


def faults_of_source(path, project):
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for page in PAGE.findall(line):
            if not (project / page).exists():
                yield number, f"no such page: {page}"


def main():
    project = pathlib.Path(sys.argv[1]).resolve()
    files = files_of(project)
    if not any(path.suffix == ".md" for path in files):
        sys.exit(f"no markdown files in {project}")
    is_wrong = False
    for path in files:
        faults = faults_of_markdown(path) if path.suffix == ".md" else faults_of_source(path, project)
        for number, what in faults:
            print(f"{path.relative_to(project)}:{number}: {what}")
            is_wrong = True
    sys.exit(is_wrong)


if __name__ == "__main__":
    main()
