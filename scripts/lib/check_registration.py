"""Checks that every source file is compiled by some target, so that no test can lie there and never run."""

import json
import pathlib
import sys


def main(project, build):
    compiled = {pathlib.Path(command["directory"], command["file"]).resolve()
                for command in json.loads((build / "compile_commands.json").read_text())}
    sources = {path.resolve() for folder in ("src", "packaging", "tests", "examples") for path in (project / folder).rglob("*.cpp")}
    for source in sorted(sources - compiled):
        print(f"{source.relative_to(project)}: no target compiles it", file=sys.stderr)
    return 1 if sources - compiled else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])))
