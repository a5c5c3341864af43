"""A proxy in front of a server, which does something to the bytes that pass."""

import dataclasses
import socket
import struct
import threading
import time

TO_SERVER, TO_CLIENT = "to the server", "to the client"


@dataclasses.dataclass
class Disturbance:
    """What happens, to bytes that go which way, and at which of them: counted over all connections, or in each."""

    kind: str  # cut, reset, stall, hang, trickle, flip, late, do
    way: str = TO_CLIENT
    at: int = 0
    lasting: bool = False  # not once: from there on whoever comes meets with it
    each: bool = False  # in every connection, by its own count
    mask: int = 1  # flip
    do: object = None
    done: bool = False


class Link:
    """A connection and the one behind it."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.counts = {TO_SERVER: 0, TO_CLIENT: 0}
        self.mute = False

    def close(self, reset=False):
        for end in (self.client, self.server):
            try:
                if reset:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # The other side was quicker.
            if reset:
                # A thread that still reads keeps the descriptor, and the reset from being sent.
                try:
                    end.shutdown(socket.SHUT_RD)
                except OSError:
                    pass
                end.close()


class Proxy:
    """For one run. `counts` says afterwards how many bytes went each way; `kept` holds them where they are wanted."""

    def __init__(self, host, disturbance=None, keep=False):
        address, _, port = host.rpartition(":")
        self._target = (address, int(port))
        self.disturbance = disturbance
        self.counts = {TO_SERVER: 0, TO_CLIENT: 0}
        self.kept = {TO_SERVER: bytearray(), TO_CLIENT: bytearray()} if keep else None
        self._lock = threading.Lock()
        self._links = []
        self._is_shut = False
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.host = "127.0.0.1:%d" % self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._is_shut = True
        # Closing alone does not wake a thread that waits in accept().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for link in self._links:
            link.close()

    def _accept(self):
        while not self._is_shut:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return  # shut
            disturbance = self.disturbance
            if disturbance and disturbance.lasting and disturbance.done and disturbance.kind in ("cut", "reset"):
                client.close()
                continue
            try:
                link = Link(client, socket.create_connection(self._target, timeout=10))
            except OSError:
                client.close()  # as a server does that is not there
                continue
            link.server.settimeout(None)
            for end in (link.client, link.server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._links.append(link)
            threading.Thread(target=self._pump, args=(link, client, link.server, TO_SERVER), daemon=True).start()
            threading.Thread(target=self._pump, args=(link, link.server, client, TO_CLIENT), daemon=True).start()

    def _pump(self, link, source, target, way):
        try:
            while data := source.recv(1 << 16):
                if not self._pass(link, target, way, data):
                    break
        except OSError:
            pass  # One of the two has gone, and so does the other.
        link.close()

    def _pass(self, link, target, way, data):
        """False once the connection is over."""
        with self._lock:
            begin = self.counts[way]
            self.counts[way] += len(data)
            if self.kept:
                self.kept[way] += data
            own, link.counts[way] = link.counts[way], link.counts[way] + len(data)
            disturbance = self.disturbance
            if disturbance and disturbance.each:
                begin = own
            meets = disturbance and disturbance.way == way and begin <= disturbance.at < begin + len(data) and (
                disturbance.each or not disturbance.done)
            if meets:
                disturbance.done = True
            lasts = disturbance and disturbance.done and disturbance.lasting
        if link.mute or (lasts and disturbance.kind == "hang" and not meets):
            return True
        if disturbance and disturbance.kind == "late" and disturbance.way == way:
            time.sleep(0.01)
        if meets:
            return self._disturb(link, target, data, disturbance.at - begin)
        target.sendall(data)
        return True

    def _disturb(self, link, target, data, at):
        kind, head, tail = self.disturbance.kind, data[:at], data[at:]
        if kind == "flip":
            target.sendall(head + bytes([tail[0] ^ self.disturbance.mask]) + tail[1:])
            return True
        target.sendall(head)
        if kind == "trickle":
            for place in range(min(len(tail), 2000)):
                target.sendall(tail[place:place + 1])
            target.sendall(tail[2000:])
            return True
        if kind in ("cut", "reset"):
            ends = self._links if self.disturbance.lasting else [link]
            for end in ends:
                end.close(kind == "reset")
            return False
        if kind == "hang":
            link.mute = True
            return True
        if kind == "stall":
            time.sleep(0.4)
        if kind == "do":
            self.disturbance.do()
        target.sendall(tail)
        return True
