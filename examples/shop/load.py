#!/usr/bin/env python3
"""Loads the sample data of a small shop into a MongoDB database, the same documents on every run.

    load.py URI [--database shop] [--users 500] [--products 120] [--orders 2000]

The database is dropped first. An order is about 480 bytes of BSON. Needs pymongo.
"""

import argparse
import datetime
import itertools
import random
import sys

import pymongo
from bson import Decimal128, Int64, ObjectId

FIRST_DAY = datetime.datetime(2024, 1, 1, 8, 0, 0)
BATCH = 10_000

FIRST_NAMES = ["Zoë", "Jürgen", "María", "François", "Aoife", "Søren", "Łucja", "Ναταλία", "Дмитрий", "美咲", "수진", "Ahmed"]
LAST_NAMES = ["Müller", "O’Brien", "García", "Lefèvre", "Nowak", "Ångström", "Παπαδοπούλου", "Иванова", "佐藤", "김", "Okafor"]
CITIES = [("Berlin", "DE"), ("München", "DE"), ("Kraków", "PL"), ("Αθήνα", "GR"), ("São Paulo", "BR"), ("大阪", "JP")]
STREETS = ["Hauptstraße", "Rue de l’Église", "Calle Mayor", "Ulica Długa", "桜通り", "High Street"]
THINGS = ["Kettle", "Lamp", "Notebook", "Teapot ☕", "Chair", "Scarf", "Blanket", "Clock", "Mug", "Bicycle bell 🔔"]
MATERIALS = ["oak", "steel", "wool", "porcelain", "paper", "brass"]
STATES = ["placed", "paid", "packed", "shipped", "delivered", "returned"]


def identifier(kind, number):
    """An ObjectId that tells its kind and number, and is the same on every run."""
    return ObjectId(f"{0x65920080 + number // 60:08x}{kind:08x}{number:08x}")


def cents(amount):
    return Decimal128(f"{amount // 100}.{amount % 100:02}")


def moment(number):
    return FIRST_DAY + datetime.timedelta(seconds=97 * number, milliseconds=number % 1000)


def address(dice):
    city, country = dice.choice(CITIES)
    return {"street": f"{dice.choice(STREETS)} {dice.randint(1, 199)}", "postcode": f"{dice.randint(1000, 99999):05}",
            "city": city, "country": country}


def users(count):
    dice = random.Random(1)
    for number in range(count):
        yield {
            "_id": identifier(1, number),
            "name": f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}",
            "email": f"customer{number}@example.org",
            "registered": moment(number),
            "addresses": [address(dice) for _ in range(dice.randint(1, 2))],
            "newsletter": dice.random() < 0.4,
            "points": Int64(dice.randint(0, 2**40)),
            "referredBy": identifier(1, dice.randrange(number)) if number % 3 == 1 else None,
        }


def products(count):
    dice = random.Random(2)
    for number in range(count):
        yield {
            "_id": f"SKU-{number:05}",
            "title": f"{dice.choice(THINGS)}, {dice.choice(MATERIALS)}",
            "price": cents(dice.randint(199, 49999)),
            "stock": dice.randint(0, 400),
            "weight": round(dice.uniform(0.05, 12.0), 3),
            "tags": dice.sample(MATERIALS, dice.randint(1, 3)),
            "sizes": [[dice.randint(5, 90) for _ in range(3)] for _ in range(dice.randint(1, 2))],
            "picture": dice.randbytes(24),
        }


def orders(count, user_count, product_count):
    dice = random.Random(3)
    addresses = [address(dice) for _ in range(200)]
    quantities = [dice.randint(1, 5) for _ in range(2000)]
    prices = [dice.randint(199, 49999) for _ in quantities]
    items = [
        {"sku": f"SKU-{dice.randrange(product_count):05}", "title": f"{dice.choice(THINGS)}, {dice.choice(MATERIALS)}",
         "quantity": quantity, "price": cents(price)}
        for quantity, price in zip(quantities, prices)
    ]
    for number in range(count):
        first = dice.randrange(1990)
        last = first + 2 + number % 2
        yield {
            "_id": identifier(3, number),
            "number": Int64(10_000_000_000 + number),
            "user": identifier(1, number * 7919 % user_count),
            "state": STATES[number % len(STATES)],
            "placed": moment(number),
            "items": items[first:last],
            "total": cents(sum(map(int.__mul__, quantities[first:last], prices[first:last]))),
            "shipTo": addresses[number % 200],
            "discount": number % 40 / 40,
            "gift": number % 11 == 0,
        }


def visits(count):
    for number in range(count):
        yield {"at": FIRST_DAY + datetime.timedelta(seconds=number), "page": f"/product/SKU-{number % 40:05}",
               "milliseconds": 3 + number * 31 % 250}


def insert(collection, documents):
    """Returns how many there were."""
    total = 0
    documents = iter(documents)
    while batch := list(itertools.islice(documents, BATCH)):
        collection.insert_many(batch, ordered=False)
        total += len(batch)
    return total


def load(database, options):
    """Yields a line for each collection made."""
    yield "users", insert(database.users, users(options.users))
    database.users.create_index("email", unique=True)

    database.create_collection("products", validator={"$jsonSchema": {"required": ["title", "price"]}})
    yield "products", insert(database.products, products(options.products))
    database.products.create_index([("tags", 1), ("price", -1)])

    yield "orders", insert(database.orders, orders(options.orders, options.users, options.products))
    database.orders.create_index([("user", 1), ("placed", -1)], name="by_user")

    database.create_collection("events", capped=True, size=1 << 20, max=100)
    yield "events (capped)", insert(database.events, ({"_id": n, "text": f"order {n} packed"} for n in range(150)))

    database.create_collection("visits", timeseries={"timeField": "at", "metaField": "page", "granularity": "seconds"})
    yield "visits (time-series)", insert(database.visits, visits(600))

    database.create_collection("open_orders", viewOn="orders", pipeline=[
        {"$match": {"state": {"$in": ["placed", "paid", "packed"]}}},
        {"$project": {"number": 1, "placed": 1, "total": 1}},
    ])
    yield "open_orders (view)", 0

    database.create_collection("wishlists")
    yield "wishlists (empty)", 0


def main():
    parser = argparse.ArgumentParser(description="Loads the sample data of a small shop.")
    parser.add_argument("uri")
    parser.add_argument("--database", default="shop")
    parser.add_argument("--users", type=int, default=500)
    parser.add_argument("--products", type=int, default=120)
    parser.add_argument("--orders", type=int, default=2000)
    options = parser.parse_args()

    client = pymongo.MongoClient(options.uri)
    client.drop_database(options.database)
    for name, count in load(client[options.database], options):
        print(f"    {count:9,}  {name}", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
