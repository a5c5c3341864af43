"""A proxy that answers some commands itself, with an error of its own words."""

import struct

import bson
from proxy import TO_SERVER, Proxy

OP_MSG = 2013


class LyingProxy(Proxy):
    """The first `skipped` of the commands named come through; all others are answered with the error."""

    def __init__(self, host, commands, message, skipped=0):
        self._commands, self._message, self._skipped = commands, message, skipped
        super().__init__(host)

    def _pump(self, link, source, target, way):
        if way != TO_SERVER:
            return super()._pump(link, source, target, way)
        waiting = b""
        try:
            while data := source.recv(1 << 16):
                waiting += data
                while len(waiting) >= 16 and len(waiting) >= (size := struct.unpack_from("<i", waiting)[0]):
                    message, waiting = waiting[:size], waiting[size:]
                    if not self._answer(source, message):
                        target.sendall(message)
        except OSError:
            pass  # One of the two has gone, and so does the other.
        link.close()

    def _answer(self, client, message):
        _, number, _, code = struct.unpack_from("<iiii", message)
        if code != OP_MSG or message[20] != 0:
            return False
        size = struct.unpack_from("<i", message, 21)[0]
        command = next(iter(bson.decode(message[21:21 + size])))
        if command not in self._commands:
            return False
        self._skipped -= 1
        if self._skipped >= 0:
            return False
        body = b"\0\0\0\0\0" + bson.encode({"ok": 0.0, "errmsg": self._message, "code": 8000, "codeName": "AtlasError"})
        client.sendall(struct.pack("<iiii", 16 + len(body), 1, number, OP_MSG) + body)
        return True
