"""People who write while backups are made."""

import threading

import pymongo


class Writer:
    """Inserts, updates and deletes in `live`, all the time. Ids go up; the oldest go away."""

    WIDTH = 400

    def __init__(self, uri):
        self._uri = uri
        self.lowest, self.highest = 0, -1  # what is there for sure lies between them
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def close(self):
        self._is_over.set()
        self._thread.join(30)

    def _write(self):
        live = pymongo.MongoClient(self._uri, serverSelectionTimeoutMS=2000, socketTimeoutMS=5000)["shop"]["live"]
        number = 0
        while not self._is_over.wait(0.02):
            try:
                # Again after an error: it may have come in.
                live.replace_one({"_id": number}, {"_id": number, "text": "n" * (number % 500)}, upsert=True)
                self.highest = number
                live.update_one({"_id": number - 7}, {"$inc": {"times": 1}})
                self.lowest = max(0, number - self.WIDTH)
                live.delete_many({"_id": {"$lt": self.lowest}})
                number += 1
            except pymongo.errors.PyMongoError:
                pass  # The server was killed; it comes back.
