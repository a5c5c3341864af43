"""A database with a bit of everything: documents of all types, several batches, indexes, options, a view."""

import datetime
import uuid

from bson import Binary, Code, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp

NAME = "shop"


def _values():
    return {
        "double": 0.1, "minus zero": -0.0, "large": 1.7976931348623157e308, "nan": float("nan"), "text": "grün \u2028 \0 end",
        "document": {"a": [1, {"b": []}], "": {}}, "binary": b"\x00\xff\x80", "uuid": Binary.from_uuid(uuid.UUID(int=7)),
        "oid": ObjectId("65d3f0a1b2c3d4e5f6a7b8c9"), "yes": True, "date": datetime.datetime(1969, 12, 31, 23, 59, 59),
        "null": None, "regex": Regex("^a/b", "i"), "code": Code("f()"), "int": -5, "stamp": Timestamp(5, 6), "long": Int64(7),
        "huge": Int64(2**62), "decimal": Decimal128("1.10"), "min": MinKey(), "max": MaxKey()}


def _ids():
    yield from (1, 2.5, Int64(2**40), "a", "b\u00e9", {"k": 1}, b"\x01", ObjectId("000000000000000000000001"), True)
    yield from (datetime.datetime(2020, 1, 1), Timestamp(1, 1), MinKey(), MaxKey(), None)


def fill(client, is_wide=True):
    """`is_wide`: with a collection that takes several batches, a megabyte in all."""
    database = client[NAME]
    database["all_types"].insert_many([{"_id": id, **_values()} for id in _ids()])
    database.create_collection("checked", validator={"n": {"$gte": 0}})
    database["checked"].insert_many([{"_id": number, "n": number} for number in range(20)])
    database.create_collection("empty", collation={"locale": "de"})
    database["orders"].insert_many([{"_id": number, "total": number * 1.5, "tags": ["t%d" % (number % 7)], "note": "n" * 40}
                                    for number in range(300)])
    database["orders"].create_index([("total", -1)], name="by_total")
    database["orders"].create_index("tags", name="by_tag", sparse=True)
    database.create_collection("recent", capped=True, size=100000)
    database["recent"].insert_many([{"_id": 100 - number, "what": "event"} for number in range(30)])
    if is_wide:
        database["wide"].insert_many([{"_id": number, "filling": "x" * 5000 + str(number)} for number in range(240)])
    database.create_collection("open_orders", viewOn="orders", pipeline=[{"$match": {"total": {"$gt": 100}}}])
    return database
