"""A proxy between rclone and an S3 store, which does something to one request, or to all from there on."""

import contextlib
import dataclasses
import http.client
import socket
import struct
import threading

RESET = struct.pack("ii", 1, 0)
CONTINUE = b"\r\nexpect: 100-continue"


@dataclasses.dataclass(frozen=True)
class Fault:
    """What happens to the request of this number (from 1), and where `lasting`, to all behind it."""

    kind: str  # a status (403, 500 …), cut request, cut answer, lost answer, stall, flip, drop, store killed
    number: int
    at: int = 0  # byte of a body
    lasting: bool = False

    def meets(self, number):
        return number == self.number or self.lasting and number > self.number


class StoreProxy:
    """`requests`: (method, target, bytes of its body, bytes of the answer's), in the order in which they came. `is_met`: whether
    one of them met the fault."""

    def __init__(self, port, fault=None, kill=None):
        """`kill` ends the store, for the fault of that name."""
        self._store, self.fault, self.requests, self.is_met = port, fault, [], False
        self._kill = kill
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def close(self):
        self._ended.set()
        self._listener.close()

    def _run(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException), client:
            stream = client.makefile("rb")
            while self._pass_one(client, stream):
                pass

    def _pass_one(self, client, stream):
        head = head_of(stream)
        if not head:
            return False
        method, target, _ = head.split(b"\r\n")[0].decode("latin-1").split(" ")
        if CONTINUE in head.lower():
            client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = stream.read(length_of(head))
        with self._lock:
            self.requests.append([method, target, len(body), 0])
            record, number = self.requests[-1], len(self.requests)
        fault = self.fault if self.fault and self.fault.meets(number) else None
        kind = fault.kind if fault else ""
        if kind.isdigit():
            self.is_met = True
            client.sendall(b"HTTP/1.1 %s Fault\r\nContent-Length: 0\r\n\r\n" % kind.encode())
            return True
        if kind == "drop" and method == "PUT":
            self.is_met = True
            client.sendall(b'HTTP/1.1 200 OK\r\nETag: "0"\r\nContent-Length: 0\r\n\r\n')
            return True
        with socket.create_connection(("127.0.0.1", self._store)) as store:
            store.sendall(head)
            store.sendall(body[:fault.at] if kind == "cut request" else body)
            if kind == "cut request" and fault.at < len(body):
                self.is_met = True
                return reset(client)
            if kind == "store killed":
                self.is_met = True
                self._kill()
                return reset(client)
            answers = store.makefile("rb")
            answered = head_of(answers)
            while answered.startswith(b"HTTP/1.1 100 "):
                answered = head_of(answers)
            answer = b"" if method == "HEAD" else answers.read(length_of(answered))
        record[3] = len(answer)
        self.is_met |= kind in ("lost answer", "stall") or bool(answer) and kind in ("flip", "cut answer")
        if kind == "lost answer":
            return reset(client)
        if kind == "stall":
            self._ended.wait()
            return False
        if kind == "flip" and answer:
            at = fault.at % len(answer)
            answer = answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1:]
        client.sendall(answered)
        client.sendall(answer[:fault.at] if kind == "cut answer" else answer)
        return kind != "cut answer" and b"\nconnection: close" not in answered.lower()


def head_of(stream):
    lines = []
    while line := stream.readline(65536):
        lines.append(line)
        if line == b"\r\n":
            return b"".join(lines)
    return b""


def length_of(head):
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    return False
