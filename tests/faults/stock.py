"""The databases that scenarios back up, and what is in them."""

import datetime

import bson


def small(seed):
    """Five documents of several types."""
    return [{"_id": number, "name": f"{seed}-{number}", "price": number * 1.5, "at": datetime.datetime(2024, 2, number + 1, tzinfo=datetime.timezone.utc),
             "big": bson.Int64(2**40 + number), "tags": ["a", {"b": None}]} for number in range(5)]


def large():
    """Enough for several pieces, files that are synced by themselves, and a read-back while it is written."""
    return [{"_id": number, "text": f"{number:08}" * 128} for number in range(3000)]


DATABASES = {
    "shop": {"users": small("u"), "orders": small("o"), "empty": []},
    "depot": {"boxes": small("b"), "shelves": small("s")},
}
LARGE = {"archive": {"pages": large()}}


def fill(client, databases):
    for database, collections in databases.items():
        for name, documents in collections.items():
            made = client[database].create_collection(name)
            if documents:
                made.insert_many(documents)
        if database == "shop":
            client[database]["users"].create_index("name")
            client[database].create_collection("recent", viewOn="orders", pipeline=[])


def expected(databases):
    """As whole.problems_of() wants it."""
    return {database: {name: [bson.encode(document) for document in documents] for name, documents in collections.items()}
            for database, collections in databases.items()}
