"""Writes a source with all of its breaks in it, each asleep until it is chosen (mutants.h)."""

FUNCTION = {"<": "less", "<=": "less_or_equal", ">": "greater", ">=": "greater_or_equal"}


def broken(source, numbered):
    """`source` in bytes, with every (number, Point) of `numbered` in it. Returns the text and the numbers that it has: a
    comparison of orderings with 0 can be written in no other way, and is left as it is."""
    insertions, kept = [], []
    for number, point in numbered:
        text = source[point.begin:point.end]
        if point.kind == "negate":
            before, after = b"mutants::negate(%d, static_cast<bool>(" % number, b"))"
        elif point.kind == "sync":
            before, after = b"if (!mutants::on(%d)) " % number, b""
        elif text[point.operator_begin - point.begin + len(point.operator):].strip() == b"0" and b"compare" in text:
            continue
        else:
            before, after = b"mutants::%s(%d, " % (FUNCTION[point.operator].encode(), number), b")"
            end = point.operator_begin + len(point.operator)
            insertions.append((point.operator_begin, 1, 0, 0, b",", end))
        kept.append(number)
        # At one place: what ends comes before what begins, the inner end first, the outer beginning first.
        insertions.append((point.begin, 2, -point.end, 0 if point.kind == "negate" else 1, before, point.begin))
        insertions.append((point.end, 0, -point.begin, 1 if point.kind == "negate" else 0, after, point.end))
    pieces, at = [], 0
    for begin, _, _, _, text, end in sorted(insertions):
        pieces += [source[at:begin], text]
        at = end
    return b"".join(pieces) + source[at:], kept
