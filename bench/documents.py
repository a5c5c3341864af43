"""Documents to fill a server with quickly: encoded once, each with an `_id` of its own put into the bytes."""

import itertools
import os
import pathlib
import sys

import bson
from bson.raw_bson import RawBSONDocument

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "examples" / "shop"))
import load  # noqa: E402

ID = slice(9, 21)  # the twelve bytes of an ObjectId that comes first
BATCH_BYTES = 8_000_000


def orders():
    return list(load.orders(2000, 500, 120))


def small():
    """100 bytes each."""
    return [{"_id": bson.ObjectId(), "number": number, "name": f"customer {number:04}", "points": number * 0.25, "state": "delivered"}
            for number in range(1000)]


def large_arrays():
    """15 MB of embedded documents, whose text is many times as long."""
    items = [dict(order, _id=number) for number, order in enumerate(orders())]
    array = list(itertools.islice(itertools.cycle(items), 15_000_000 // (480 + 8)))
    return [{"_id": bson.ObjectId(), "orders": array}]


def large_strings():
    """15 MB of strings, whose text is hardly longer."""
    return [{"_id": bson.ObjectId(), "pages": [f"page {number} " + "so it goes. " * 83_000 for number in range(15)]}]


def raw_batches(documents, count, prefix):
    """`count` documents like these, in batches."""
    encoded = [bson.encode(document) for document in documents]
    size = max(map(len, encoded))
    numbers = iter(range(count))
    while batch := list(itertools.islice(numbers, max(1, min(10_000, BATCH_BYTES // size)))):
        yield [raw(encoded[number % len(encoded)], prefix, number) for number in batch]


def raw(encoded, prefix, number):
    identifier = prefix + number.to_bytes(8, "big")
    return RawBSONDocument(encoded[:ID.start] + identifier + encoded[ID.stop:])


def fill(collection, documents, count):
    """Puts `count` documents like these into a collection that is made anew."""
    collection.drop()
    prefix = os.urandom(4)
    for batch in raw_batches(documents, count, prefix):
        collection.insert_many(batch, ordered=False)


def mean_size(documents):
    """In bytes of BSON."""
    return sum(len(bson.encode(document)) for document in documents) / len(documents)
