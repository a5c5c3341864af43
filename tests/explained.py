"""What scripts/mutate and scripts/coverage have in common: the rooms whose tests are held against them, and lists of what a
test cannot notice, each line a place and a reason."""

ROOMS = ("archive", "retention", "schedule", "stream", "extjson")


def explanations(path, form):
    """The reason of each place. `form` says what a line is: FILE | … | REASON."""
    found = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            place, separator, reason = line.rstrip("\n").rpartition(" | ")
            if place.count(" | ") < form.count(" | ") - 1 or not separator or not reason.strip():
                raise SystemExit(f"{path}:{number}: wanted {form}")
            if place in found:
                raise SystemExit(f"{path}:{number}: explained twice: {place}")
            found[place] = reason
    return found


if __name__ == "__main__":
    print(*ROOMS)
